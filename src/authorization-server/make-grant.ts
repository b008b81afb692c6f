import type { Grant, KoaContextWithOIDC } from 'oidc-provider'
import { keepLogin } from '#src/assurance/keep-login.ts'
import { acrOfLevel } from '#src/assurance/levels.ts'
import type { Login } from '#src/assurance/login.ts'
import { type GrantLogin, grantLogin, type SessionLogins, sessionLogins } from './grant-login.ts'
import type { LoginChoice } from './login-choice.ts'
import { loadPushedRequest } from './pushed-requests.ts'
import { currentUnit } from './request-unit.ts'

/**
 * A new grant for every authorization, so that what its tokens rest on is written once and never rewritten by a later
 * login in the same session. There is no consent page: what was asked and allowed by the registry is granted.
 *
 * @returns undefined when no login is good enough; the login policy then asks for one.
 */
export function makeGrant(parts: {
  readonly choose: (ctx: KoaContextWithOIDC) => Promise<LoginChoice>
  readonly grantSeconds: number
  readonly sessionSeconds: number
}) {
  return async function loadExistingGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
    const { oidc } = ctx
    const { session, client, provider } = oidc
    const choice = await parts.choose(ctx)
    if (!('login' in choice.outcome) || session === undefined || client === undefined) return undefined
    const login = forThisRequest(choice.outcome.login, oidc.params?.on_behalf_of)
    keepFreshLogin(session.uid, choice, parts.sessionSeconds)
    const grant = new provider.Grant({ accountId: login.subject, clientId: client.clientId })
    const scopes = [...oidc.requestParamScopes]
    grant.addOIDCScope(scopes.join(' '))
    for (const [resource, server] of Object.entries(oidc.resourceServers ?? {})) {
      grant.addResourceScope(resource, scopes.filter((scope) => server.scopes.has(scope)).join(' '))
    }
    await grant.save()
    const pushed = await loadPushedRequest(ctx)
    const record: GrantLogin = {
      login,
      minimumLevel: choice.demand.minimumLevel,
      offlineAccess: pushed?.offlineAccess ?? false,
      ...(pushed?.details === undefined ? {} : { details: pushed.details }),
    }
    currentUnit().put(grantLogin, grant.jti, record, parts.grantSeconds)
    presentLogin(ctx, login)
    return grant
  }
}

/** On whose behalf is a word of the request, not of a login that another request may have begun: echoed as it came now. */
function forThisRequest({ onBehalfOf: _before, ...login }: Login, onBehalfOf: unknown): Login {
  return typeof onBehalfOf === 'string' ? { ...login, onBehalfOf } : login
}

function keepFreshLogin(sessionUid: string, choice: LoginChoice, ttlSeconds: number): void {
  if (choice.fresh === undefined) return
  const record: SessionLogins = { logins: keepLogin(choice.known, choice.fresh) }
  currentUnit().put(sessionLogins, sessionUid, record, ttlSeconds)
}

/**
 * The engine copies acr, amr and auth_time of the session into the code. A session may hold several logins, and this
 * grant rests on exactly one: show the engine that one, for this request only.
 */
function presentLogin(ctx: KoaContextWithOIDC, login: Login): void {
  const { session } = ctx.oidc
  Object.defineProperty(ctx.oidc, 'acr', { value: acrOfLevel(login.level), configurable: true })
  Object.defineProperty(ctx.oidc, 'amr', { value: [login.method], configurable: true })
  if (session !== undefined) {
    Object.defineProperty(session, 'authTime', { value: () => login.authTime, configurable: true })
  }
}
