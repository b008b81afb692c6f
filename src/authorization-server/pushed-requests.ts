import { decodeJwt, UnsecuredJWT } from 'jose'
import type { Middleware } from 'koa'
import type { AdapterPayload, KoaContextWithOIDC } from 'oidc-provider'
import { BrokerError } from '#src/http/broker-error.ts'
import type { KeptDetails } from '#src/registry/details/combine-details.ts'
import { pushedDetails } from './pushed-details.ts'
import { currentUnit } from './request-unit.ts'
import { requestIdOf } from './spent-request.ts'

/** What we keep beside each pushed request, which the engine's own row has no place for. */
const pushedRequest = 'pushed-request'
export interface PushedRequest {
  /** Who pushed it. */
  readonly clientId: string
  /** Epoch seconds. */
  readonly pushedAt: number
  /** `offline_access` was in the pushed scope. The engine strips it without `prompt=consent`, which no client here sends. */
  readonly offlineAccess: boolean
  /** For whom the client said that it acts. */
  readonly details?: KeptDetails
  /** Digest of the browser that opened it first; only that one may load it again. */
  readonly browser?: string
  /** Times that it was opened; each makes an interaction that we keep. */
  readonly loads?: number
}

/** Reloads and back buttons of a patient person, and no more (each time is an interaction that lives ten minutes). */
const mostLoads = 30

const urnPrefix = 'urn:ietf:params:oauth:request_uri:'

/** Exactly what we give out. The engine reads the name between two prefixes and drops the rest: a second name for one request. */
const ownRequestUri = new RegExp(`^${urnPrefix}([\\w-]{43})$`)

export interface PushedRequestLifetimes {
  readonly requestUriBeginSeconds: number
  readonly requestUriTotalSeconds: number
}

/**
 * The engine lets a pushed request die after 60 s and with it forgets that it was used. Ours lives as long as the
 * longest login: both the row's `exp` and the one inside the stored request, which is checked again at each load.
 */
export function extendPushedRequest(payload: AdapterPayload, nowSeconds: number, totalSeconds: number): AdapterPayload {
  const exp = nowSeconds + totalSeconds
  if (typeof payload.request !== 'string') return { ...payload, exp }
  // Its signature, if it had one, was verified when it was pushed; the row is sealed, so nobody can change it since.
  return { ...payload, exp, request: new UnsecuredJWT({ ...decodeJwt(payload.request), exp }).encode() }
}

/** After the engine has stored a pushed request: our side record, and the life that we promise the client. */
export function rememberPushedRequest(
  ctx: KoaContextWithOIDC,
  nowSeconds: number,
  lifetimes: PushedRequestLifetimes,
): void {
  const { PushedAuthorizationRequest: pushed, Client: client } = ctx.oidc.entities
  if (pushed === undefined || client === undefined || ctx.status !== 201) return
  const scope = ctx.oidc.body?.scope
  const details = pushedDetails.get(ctx)
  const record: PushedRequest = {
    clientId: client.clientId,
    pushedAt: nowSeconds,
    offlineAccess: typeof scope === 'string' && scope.split(' ').includes('offline_access'),
    ...(details === undefined ? {} : { details }),
  }
  currentUnit().put(pushedRequest, pushed.jti, record, lifetimes.requestUriTotalSeconds)
  ctx.body = { request_uri: urnPrefix + pushed.jti, expires_in: lifetimes.requestUriBeginSeconds }
}

/**
 * Before the engine loads a pushed request: it must be begun in time by the client that pushed it, and belongs from then
 * on to one browser, which may load it again (back button, reload) until the login ends. To any other client it does not
 * exist: the engine would tell that client the `state` in it. RFC 9126 sections 2.2 and 4.
 */
export function bindPushedRequest(parts: {
  readonly browser: (ctx: KoaContextWithOIDC) => string
  readonly nowSeconds: () => number
  readonly lifetimes: PushedRequestLifetimes
}): Middleware {
  return async function bindPushedRequestToBrowser(ctx, next) {
    const uri = ctx.path === '/connect/authorize' ? ctx.query.request_uri : undefined
    if (typeof uri !== 'string' || !uri.startsWith(urnPrefix)) return next()
    const id = ownRequestUri.exec(uri)?.[1]
    if (id === undefined) throw new BrokerError('request_uri_invalid', 'the request_uri is none of this server')
    const unit = currentUnit()
    // Written by rememberPushedRequest alone, and sealed.
    const record = (await unit.get(pushedRequest, id)) as PushedRequest | undefined
    const browser = parts.browser(ctx as KoaContextWithOIDC)
    const isTheirs = record?.clientId === ctx.query.client_id
    if (record === undefined || !isTheirs || isTooLate(record, parts.nowSeconds(), parts.lifetimes)) {
      unit.hide('PushedAuthorizationRequest', id)
    } else if (record.browser === undefined) {
      unit.requireUnchanged(pushedRequest, id, { reason: 'other_browser' })
      const remaining = remainingSeconds(record, parts)
      unit.put(pushedRequest, id, { ...record, browser, loads: 1 }, Math.max(1, remaining))
    } else if (record.browser !== browser) {
      throw new BrokerError('other_browser', 'this login was begun in another browser')
    } else {
      const loads = (record.loads ?? 0) + 1
      if (loads > mostLoads) throw new BrokerError('too_many_requests', 'this login was opened too often')
      unit.put(pushedRequest, id, { ...record, loads }, Math.max(1, remainingSeconds(record, parts)))
    }
    return next()
  }
}

function remainingSeconds(
  record: PushedRequest,
  parts: { readonly nowSeconds: () => number; readonly lifetimes: PushedRequestLifetimes },
): number {
  return record.pushedAt + parts.lifetimes.requestUriTotalSeconds - parts.nowSeconds()
}

function isTooLate(record: PushedRequest, nowSeconds: number, lifetimes: PushedRequestLifetimes): boolean {
  return record.browser === undefined && nowSeconds > record.pushedAt + lifetimes.requestUriBeginSeconds
}

/** The side record of the request behind this authorization, if it is still there. */
export async function loadPushedRequest(ctx: KoaContextWithOIDC): Promise<PushedRequest | undefined> {
  const { PushedAuthorizationRequest, Interaction } = ctx.oidc.entities
  return PushedAuthorizationRequest === undefined
    ? pushedRequestBehind(Interaction)
    : findPushedRequest(PushedAuthorizationRequest.jti)
}

/** The same for a login that is not finished yet. */
export async function pushedRequestBehind(interaction: object | undefined): Promise<PushedRequest | undefined> {
  const id = requestIdOf(interaction)
  return id === undefined ? undefined : findPushedRequest(id)
}

async function findPushedRequest(id: string): Promise<PushedRequest | undefined> {
  // Written by rememberPushedRequest alone, and sealed.
  return (await currentUnit().get(pushedRequest, id)) as PushedRequest | undefined
}
