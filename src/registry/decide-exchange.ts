import { decideClient } from './access.ts'
import type { Api, TokenKind } from './api.ts'
import type { Client } from './client.ts'
import { tokenExchangeGrant } from './client-schema.ts'
import { decideScope } from './decide-scope.ts'
import type { Organisation } from './organisation.ts'
import { type Refused, refuse } from './refused.ts'
import type { Registry } from './registry.ts'

/** One client (the actor) offers a token that was issued to another, and wants one for a further API (RFC 8693). */
export interface ExchangeRequest {
  readonly actorId: string
  /** Of the offered token, as this broker signed it. */
  readonly subject: {
    readonly clientId: string
    readonly audience: string
    readonly kind: TokenKind
    /** Exchanges that it has been through already. */
    readonly depth: number
  }
  readonly scopes: readonly string[]
  /** `resource` and `audience` of the request, which both name an API here; empty when it had none. */
  readonly targets: readonly string[]
}

export interface ExchangeGranted {
  readonly kind: 'granted'
  readonly actor: Client
  readonly organisation: Organisation
  readonly api: Api
  readonly scopes: readonly string[]
}

/**
 * Whether the exchange is allowed: the client that the token was issued to names the actor, the token is for an API of
 * the actor's own organisation, the chain is short enough, and the actor has approved access to what it asks for.
 */
export function decideExchange(
  registry: Registry,
  request: ExchangeRequest,
  { greatestDepth, nowSeconds }: { readonly greatestDepth: number; readonly nowSeconds: number },
): ExchangeGranted | Refused {
  const { actorId, subject } = request
  const allowed = decideClient(registry, actorId)
  if (allowed.kind === 'refused') return allowed
  const { client: actor, organisation } = allowed
  if (!actor.grantTypes.includes(tokenExchangeGrant)) {
    return refuse('grant_type_refused', 'the client may not exchange tokens')
  }
  const issuedTo = decideClient(registry, subject.clientId)
  if (issuedTo.kind === 'refused' || !issuedTo.client.tokenExchangeActors.includes(actorId)) {
    const detail = `client ${subject.clientId} does not name ${actorId} in token_exchange_actors, or is not active`
    return refuse('exchange_not_permitted', 'not permitted: the client of the subject_token has not named you', detail)
  }
  const audience = registry.api(subject.audience)
  if (audience?.status !== 'active' || audience.owner !== actor.organisation) {
    const detail = `the subject token is for ${subject.audience}, which ${actor.organisation} does not own`
    return refuse('exchange_owner_mismatch', 'the subject_token is not for an API of your organisation', detail)
  }
  if (subject.depth >= greatestDepth) {
    return refuse('exchange_too_deep', `a token can be exchanged ${greatestDepth} times in a row, and this one was`)
  }
  const target = decideTarget(registry, actor, request, nowSeconds)
  return target.kind === 'refused' ? target : { ...target, actor, organisation }
}

function decideTarget(
  registry: Registry,
  actor: Client,
  { scopes, targets, subject }: ExchangeRequest,
  nowSeconds: number,
): Pick<ExchangeGranted, 'kind' | 'api' | 'scopes'> | Refused {
  const wanted = [...new Set(scopes)]
  const apis = new Set<Api>()
  for (const scope of wanted) {
    const decision = decideScope(registry, actor, scope, { kind: subject.kind, nowSeconds })
    if (decision.kind === 'refused') return decision
    // What the actor may know of the person is the API's decision; userinfo and refresh are the first client's.
    if (decision.api === undefined) return refuse('scope_refused', 'an exchange gives scopes of an API only')
    apis.add(decision.api)
  }
  const [api, other] = apis
  if (api === undefined) return refuse('scope_refused', 'the request has no scope: ask for at least one')
  if (other !== undefined || targets.some((target) => target !== api.resource)) {
    return refuse('resource_refused', 'an exchange gives a token for one API, the one that the scopes belong to')
  }
  return { kind: 'granted', api, scopes: wanted }
}
