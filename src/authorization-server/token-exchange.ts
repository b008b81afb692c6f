import type { AccessToken, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { actorsOf } from '#src/claims/actors.ts'
import { buildExchangeClaims } from '#src/claims/exchange-claims.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { tokenExchangeGrant } from '#src/registry/client-schema.ts'
import { decideExchange, type ExchangeGranted } from '#src/registry/decide-exchange.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { AccessTokens } from './access-tokens.ts'
import { GrantAccount } from './account.ts'
import { refuseAnyDetails } from './acting.ts'
import { checkExchangeLogin, checkExchangeOrganisation } from './check-exchange.ts'
import { type VerifiedProof, verifyProof } from './dpop-proof.ts'
import { engineError } from './engine-errors.ts'
import {
  exchangeParameters,
  parseExchangeRequest,
  repeatableParameters,
  type TokenExchangeRequest,
} from './exchange-request.ts'
import { findLivingToken, type LivingToken, noteIssuedToken } from './issued-tokens.ts'
import { spendJti } from './replay.ts'
import { currentUnit } from './request-unit.ts'
import { describeResource } from './resources.ts'

export interface ExchangeParts {
  readonly issuer: string
  readonly registry: () => Registry
  readonly accessTokens: AccessTokens
  readonly nowSeconds: () => number
  /** Exchanges one after the other. */
  readonly greatestDepth: number
}

/** Claims of the token that an exchange is making; the engine asks for them while it signs. */
const claimsInTheMaking = new WeakMap<AccessToken, Readonly<Record<string, unknown>>>()

/** @returns undefined for every token that does not come out of an exchange. */
export function exchangeClaimsOf(token: object): Readonly<Record<string, unknown>> | undefined {
  return claimsInTheMaking.get(token as AccessToken)
}

/**
 * Token exchange (RFC 8693) as HelseID has it: an API that got a person's or a machine's token swaps it for one with
 * which it calls a further API on behalf of the same. The new token is bound to the actor's key and never outlives the
 * offered one; whatever ends that one ends it too.
 *
 * The engine checks neither proof nor replay for a grant that is not its own: both are done here, before anything else.
 */
export function registerTokenExchange(provider: Provider, parts: ExchangeParts): void {
  const exchange = async (ctx: KoaContextWithOIDC) => {
    const proof = await spendProof(ctx, parts)
    refuseAnyDetails(ctx)
    const request = parseExchangeRequest(ctx.oidc.params ?? {})
    const subject = await findSubject(request, parts)
    const granted = decide(ctx, request, subject, parts)
    checkExchangeLogin(granted, subject, { registry: parts.registry(), now: parts.nowSeconds() })
    checkExchangeOrganisation(granted, subject, parts)
    ctx.body = await issue(ctx, { granted, subject, proof }, parts)
  }
  provider.registerGrantType(tokenExchangeGrant, exchange, exchangeParameters, repeatableParameters)
}

async function spendProof(ctx: KoaContextWithOIDC, { issuer, nowSeconds }: ExchangeParts): Promise<VerifiedProof> {
  const now = nowSeconds()
  const expected = { method: ctx.method, url: `${issuer}/connect/token`, nowSeconds: now }
  const proof = await verifyProof(ctx.get('dpop'), expected).catch((error: unknown) => {
    // In the engine's form, so that it goes the way of every refused token request.
    throw error instanceof BrokerError ? engineError(error.reason, error.publicDescription) : error
  })
  spendJti(currentUnit(), { issuer: clientIdOf(ctx), jti: proof.jti, expiresAt: now + 300, nowSeconds: now })
  return proof
}

async function findSubject(
  { subjectToken }: TokenExchangeRequest,
  { accessTokens, registry }: ExchangeParts,
): Promise<LivingToken> {
  const payload = await accessTokens.read(subjectToken)
  const living = payload === undefined ? undefined : await findLivingToken(currentUnit(), registry(), payload)
  if (living !== undefined) return living
  throw engineError('subject_token_invalid', 'invalid subject_token - not an access token of this server that lives')
}

function decide(
  ctx: KoaContextWithOIDC,
  { scopes, targets }: TokenExchangeRequest,
  { payload, grant }: LivingToken,
  { registry, greatestDepth, nowSeconds }: ExchangeParts,
): ExchangeGranted {
  const subject = {
    clientId: payload.client_id,
    audience: payload.aud,
    kind: grant === undefined ? ('machine' as const) : ('user' as const),
    depth: actorsOf(payload).length,
  }
  const decision = decideExchange(
    registry(),
    { actorId: clientIdOf(ctx), subject, scopes, targets },
    { greatestDepth, nowSeconds: nowSeconds() },
  )
  if (decision.kind === 'granted') return decision
  const { reason, publicDescription, detail } = decision
  throw engineError(reason, publicDescription, detail)
}

async function issue(
  ctx: KoaContextWithOIDC,
  made: { readonly granted: ExchangeGranted; readonly subject: LivingToken; readonly proof: VerifiedProof },
  { issuer, nowSeconds }: ExchangeParts,
): Promise<Readonly<Record<string, unknown>>> {
  const { granted, subject, proof } = made
  const { api, actor, organisation, scopes } = granted
  const { payload, origin, grant } = subject
  const { provider } = ctx.oidc
  const lifeSeconds = Math.max(1, Math.min(api.accessToken.lifetimeSeconds, payload.exp - nowSeconds()))
  const token = newToken(ctx, subject, scopes, lifeSeconds)
  const { signingAlg } = api.accessToken
  const server = { scopes, resource: api.resource, lifetimeSeconds: lifeSeconds, signingAlg }
  token.resourceServer = new provider.ResourceServer(api.resource, describeResource(server))
  token.setThumbprint('jkt', proof.thumbprint)
  const { organisationNumber: number, parent = null } = organisation
  const claims = buildExchangeClaims({
    api: api.accessToken,
    issuer,
    actor: {
      clientId: actor.clientId,
      organisation: { number, parent },
      ofApi: actor.apiClaims[api.resource] ?? {},
    },
    subject: payload,
    ...(grant === undefined ? {} : { login: grant.login }),
  })
  claimsInTheMaking.set(token, claims)
  // For the audit trail: about whom the token is.
  if (grant !== undefined) ctx.oidc.entity('Account', new GrantAccount(grant))
  ctx.oidc.entity('AccessToken', token)
  const accessToken = await token.save()
  noteIssuedToken(currentUnit(), token.jti, { ...origin, parents: [payload.jti, ...origin.parents] }, lifeSeconds)
  return {
    access_token: accessToken,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    token_type: 'DPoP',
    expires_in: lifeSeconds,
    scope: scopes.join(' '),
  }
}

function newToken(
  ctx: KoaContextWithOIDC,
  { payload, origin }: LivingToken,
  scopes: readonly string[],
  expiresIn: number,
): AccessToken {
  const { client, provider } = ctx.oidc
  if (client === undefined) throw new Error('an exchange without an authenticated client')
  const scope = scopes.join(' ')
  // The engine's type wants a grant; a machine's token has none.
  const { grantId = '' } = origin
  return new provider.AccessToken({
    accountId: payload.sub,
    client,
    gty: tokenExchangeGrant,
    scope,
    grantId,
    expiresIn,
  })
}

function clientIdOf(ctx: KoaContextWithOIDC): string {
  const id = ctx.oidc.client?.clientId
  if (id === undefined) throw new Error('an exchange without an authenticated client')
  return id
}
