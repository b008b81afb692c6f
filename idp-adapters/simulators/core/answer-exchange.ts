import { type Answer, answerJson, answerOAuthError } from './answer.ts'
import { answerAuthorize } from './authorize.ts'
import { answerControl } from './control.ts'
import { answerDiscovery, answerKeys } from './discovery.ts'
import { answerEndSession } from './end-session.ts'
import type { Exchange } from './exchange.ts'
import { answerLogin } from './login.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import type { OpState } from './op-state.ts'
import { answerPushedRequest } from './par.ts'
import { answerPhone } from './phone-page.ts'
import { answerToken } from './token.ts'
import { answerWorkstation } from './workstation.ts'

interface Route {
  readonly methods: readonly string[]
  readonly answer: (op: OpState, exchange: Exchange) => Answer | Promise<Answer>
}

/** One provider's answer to one request: the list of its endpoints. */
export async function answerExchange(op: OpState, exchange: Exchange): Promise<Answer> {
  const route = findRoute(op, exchange.path)
  if (route === undefined) return answerJson(404, { error: 'not_found' })
  if (!route.methods.includes(exchange.method)) {
    return answerJson(405, { error: 'method_not_allowed' }, { allow: route.methods.join(', ') })
  }
  try {
    return await route.answer(op, exchange)
  } catch (error) {
    if (error instanceof OAuthRefusal) return answerOAuthError(error.status, error.error, error.message)
    throw error
  }
}

function findRoute({ provider }: OpState, path: string): Route | undefined {
  const { paths } = provider
  if (path.startsWith('/login/')) return { methods: ['GET', 'POST'], answer: answerLogin }
  if (path.startsWith('/phone/')) return { methods: ['GET', 'POST'], answer: answerPhone }
  const routes: Readonly<Record<string, Route>> = {
    '/.well-known/openid-configuration': { methods: ['GET'], answer: answerDiscovery },
    [paths.jwks]: { methods: ['GET'], answer: answerKeys },
    ...(paths.par !== undefined && { [paths.par]: { methods: ['POST'], answer: answerPushedRequest } }),
    ...(provider.hasWorkstation && { '/workstation': { methods: ['GET', 'POST'], answer: answerWorkstation } }),
    [paths.authorize]: { methods: ['GET'], answer: answerAuthorize },
    [paths.token]: { methods: ['POST'], answer: answerToken },
    ...(paths.logout !== undefined && { [paths.logout]: { methods: ['GET', 'POST'], answer: answerEndSession } }),
    '/control': { methods: ['GET', 'POST'], answer: answerControl },
    '/style.css': {
      methods: ['GET'],
      answer: () => ({ status: 200, headers: { 'content-type': 'text/css' }, body: provider.styleSheet }),
    },
  }
  return Object.hasOwn(routes, path) ? routes[path] : undefined
}
