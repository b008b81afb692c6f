import type { Context } from 'koa'
import {
  authenticateAtResource,
  type OwnResourceParts,
  type ResourceCaller,
} from '#src/authorization-server/own-resource.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { readJsonBody } from '#src/http/json-body.ts'
import { type Route, router } from '#src/http/router.ts'
import { adminResource } from '#src/registry/built-in/names.ts'
import type { Actor } from './actor.ts'
import { adminApiPath } from './admin-api-path.ts'
import type { AdminParts } from './admin-parts.ts'
import { findActor } from './find-actor.ts'
import { refuseWithdrawnKeys } from './keys/refuse-withdrawn-keys.ts'
import { openApiDocument } from './openapi.ts'
import type { CallHeaders, Operation, OperationAnswer } from './operation.ts'
import { operations } from './operations.ts'
import { streamOf } from './stream-of.ts'

const usualBodyLimit = 256 * 1024

type RouteParts = AdminParts &
  OwnResourceParts & {
    /** Whether a client keeps to the number of requests that each may make. */
    readonly mayAsk: (clientId: string) => boolean
  }

/** The admin API as routes: authenticate, find who asks, read, call the operation, write. */
export function adminRoutes(parts: RouteParts): readonly Route[] {
  const document = openApiDocument(operations, `${parts.issuer}${adminApiPath}`)
  const dispatch = router([
    { method: 'GET', path: `${adminApiPath}/openapi.json`, handle: (ctx) => writeJson(ctx, document) },
    ...operations.map((operation) => routeOf(operation, parts)),
  ])
  return (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => ({
    method,
    path: /^\/admin\/api\/v1\/.+$/,
    handle: (ctx) => dispatch(ctx, async () => {}),
  }))
}

function routeOf(operation: Operation, parts: RouteParts): Route {
  const { pattern, names } = patternOf(`${adminApiPath}${operation.path}`)
  return {
    method: operation.method,
    path: pattern,
    handle: async (ctx) => {
      ctx.set('cache-control', 'no-store')
      const caller = await authenticateAtResource(ctx, adminResource, parts)
      if (!parts.mayAsk(caller.clientId)) throw new BrokerError('too_many_requests', 'the client asks too often')
      await refuseWithdrawnKeys(caller, parts)
      const actor = await actorOf(ctx, caller, operation, parts)
      const values = pattern.exec(ctx.path)?.slice(1) ?? []
      const params = Object.fromEntries(names.map((name, at) => [name, decode(values[at] ?? '')]))
      // Who may not ask is refused before anything of a body is read: it may be large.
      const isRead = operation.body !== undefined && actor.scopes.has(operation.scope)
      const body = isRead ? await readJsonBody(ctx, operation.bodyLimit ?? usualBodyLimit) : undefined
      const answer = await operation.call({ actor, params, query: queryOf(ctx), headers: headersOf(ctx), body }, parts)
      write(ctx, answer)
    },
  }
}

/** @throws {BrokerError} `change_not_allowed`, audited: by now it is known who asks. {StoreUnavailable} */
async function actorOf(ctx: Context, caller: ResourceCaller, { id }: Operation, parts: RouteParts): Promise<Actor> {
  try {
    return await findActor(caller, {
      registry: parts.registry(),
      administrators: parts.administrators,
      operatingSystem: operatingSystemOf(ctx),
    })
  } catch (error) {
    if (error instanceof BrokerError) {
      await parts.audit.append({
        event: 'request.refused',
        outcome: 'refused',
        reason: error.reason,
        actor: { kind: caller.login === undefined ? 'client' : 'person' },
        clientId: caller.clientId,
        api: adminResource,
        pid: caller.login?.pid,
        details: { operation: id },
      })
    }
    throw error
  }
}

function patternOf(template: string): { readonly pattern: RegExp; readonly names: readonly string[] } {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
  return { pattern: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`), names }
}

function queryOf(ctx: Context): Readonly<Record<string, string>> {
  const entries = [...new URLSearchParams(ctx.querystring)]
  if (new Set(entries.map(([name]) => name)).size !== entries.length) {
    throw new BrokerError('request_invalid', 'a parameter was sent more than once')
  }
  return Object.fromEntries(entries)
}

function headersOf(ctx: Context): CallHeaders {
  const optional = (name: string) => ctx.get(name) || undefined
  const [ifMatch, ifNoneMatch, reason] = [optional('if-match'), optional('if-none-match'), optional('tillit-reason')]
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(ifNoneMatch === undefined ? {} : { ifNoneMatch }),
    ...(reason === undefined ? {} : { reason: decode(reason) }),
  }
}

/** What a record may say about where a command ran. */
const osName = /^[\w.@-]{1,100}$/

function operatingSystemOf(ctx: Context) {
  const [user, host] = [ctx.get('tillit-os-user'), ctx.get('tillit-os-host')]
  return { ...(osName.test(user) ? { user } : {}), ...(osName.test(host) ? { host } : {}) }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new BrokerError('request_invalid', 'the address or a header is not percent-encoded UTF-8')
  }
}

function write(ctx: Context, { status = 200, body, etag, lines }: OperationAnswer<unknown>): void {
  if (etag !== undefined) ctx.set('etag', etag)
  ctx.status = status
  if (lines !== undefined) {
    ctx.type = 'application/jsonl'
    ctx.body = streamOf(lines)
  } else if (body !== undefined) writeJson(ctx, body)
}

function writeJson(ctx: Context, body: unknown): void {
  ctx.body = JSON.stringify(body)
  ctx.type = 'application/json'
}
