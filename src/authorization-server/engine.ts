import type { Context, Middleware } from 'koa'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Config } from '#config/schema.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { browserBinding } from '#src/http/browser-cookie.ts'
import { errorUri } from '#src/http/error-uri.ts'
import type { SigningKey } from '#src/keys/signing-keys.ts'
import type { Clock } from '#src/operations/clock.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { AccessTokens } from './access-tokens.ts'
import { isAnsweredByForm, makeProvider, type WriteForm } from './answer-by-form.ts'
import { AssertionExceptions } from './assertion-exceptions.ts'
import { serveClientsFromRegistry } from './clients.ts'
import { commitBeforeAnswer, EngineFailures } from './commit-before-answer.ts'
import { engineConfiguration } from './configuration.ts'
import { dpopGuard } from './dpop-guard.ts'
import { DpopNonces } from './dpop-nonce.ts'
import { EngineAdapter } from './engine-adapter.ts'
import { fixOrigin } from './fixed-origin.ts'
import { noteEngineToken } from './issued-tokens.ts'
import { loginChoices } from './login-choice.ts'
import { offerNonce } from './offer-nonce.ts'
import { bindPushedRequest, rememberPushedRequest } from './pushed-requests.ts'
import { noteRefreshUse } from './refresh-idle.ts'
import { finishRotation } from './refresh-rotation.ts'
import { rejectedScopesOf } from './rejected-scopes.ts'
import { spendJti } from './replay.ts'
import { currentUnit } from './request-unit.ts'
import type { DerivedSecrets } from './secrets.ts'
import { tidyMetadata } from './tidy-metadata.ts'
import { registerTokenExchange } from './token-exchange.ts'
import type { UnprovenRefusals } from './unproven-refusals.ts'
import { keepWayBack } from './way-back.ts'

export interface EngineParts {
  readonly config: Config
  readonly registry: () => Registry
  readonly signingKeys: readonly SigningKey[]
  readonly accessTokens: AccessTokens
  readonly secrets: DerivedSecrets
  readonly newUnit: () => UnitOfWork
  /** Whether an authenticated client is within its rate; counts the request. */
  readonly mayAsk: (clientId: string) => boolean
  /** Limits what one address may ask; the same for our own endpoints. */
  readonly limitAddress: Middleware
  readonly audit: Pick<AuditTrail, 'append'>
  readonly unproven: UnprovenRefusals
  readonly clock: Clock
  readonly log: Log
  /** Writes the page of an error that must not go back to the client. */
  readonly renderError: (ctx: KoaContextWithOIDC, error: unknown) => Promise<void>
  /** Writes the page that carries an answer to the client as a form. */
  readonly writeForm: WriteForm
  /** What every request passes first; the error boundary is in it, so that what is thrown here becomes an answer. */
  readonly front: readonly Middleware[]
}

/** The OpenID provider, with everything in front of it that the standard one leaves to us, in the order of a request. */
export function createEngine(parts: EngineParts): Provider {
  const { config, clock, registry } = parts
  const nowSeconds = () => clock.nowSeconds()
  const browserOf = (ctx: Context) => browserBinding(ctx, { secure: config.issuer.startsWith('https:') })
  const { lifetimes, issuer } = config
  const failures = new EngineFailures()
  const provider = makeProvider(
    issuer,
    engineConfiguration({
      config,
      adapter: (model) => new EngineAdapter(model, { clock, requestSeconds: lifetimes.requestUriTotalSeconds }),
      jwks: { keys: parts.signingKeys.map((key) => ({ ...key })) },
      secrets: parts.secrets,
      choose: loginChoices({ registry, nowSeconds, sessionAbsoluteSeconds: lifetimes.sessionAbsoluteSeconds }),
      resources: { registry, issuer, accessTokenSeconds: lifetimes.accessTokenSeconds, nowSeconds },
      nowSeconds,
      mayAsk: parts.mayAsk,
      onInteraction: (ctx, interaction) =>
        keepWayBack(currentUnit(), ctx, interaction, { browser: browserOf(ctx), nowSeconds: nowSeconds() }),
      renderError: async (ctx, out, error) => {
        // Only the browser's routes show pages; a token request with `Accept: text/html` still gets JSON.
        if (isBrowserRoute(ctx)) await parts.renderError(ctx, error)
        else ctx.body = out
      },
    }),
    (ctx, { action, fields }) => {
      const more = 'error' in fields ? { error_uri: errorUri(issuer, failures.reasonOf(ctx)) } : {}
      parts.writeForm(ctx, { action, fields: { ...fields, ...more } })
    },
  )
  fixOrigin(provider, issuer)
  const exceptions = new AssertionExceptions({ issuer, log: parts.log, nowSeconds })
  serveClientsFromRegistry(provider, registry, { exceptions, nowSeconds })
  provider.ReplayDetection.unique = async (id, jti, expiresAt) =>
    spendJti(currentUnit(), { issuer: id, jti, expiresAt, nowSeconds: nowSeconds() })
  const greatestDepth = config.limits.tokenExchangeDepth
  registerTokenExchange(provider, { issuer, registry, accessTokens: parts.accessTokens, nowSeconds, greatestDepth })
  failures.listen(provider)
  for (const middleware of parts.front) provider.use(middleware)
  provider.use(refuseOtherMethods)
  provider.use(
    commitBeforeAnswer({
      issuer,
      newUnit: parts.newUnit,
      failures,
      audit: parts.audit,
      unproven: parts.unproven,
      registry,
      log: parts.log,
      beforeCommit: finish(nowSeconds, config),
    }),
  )
  provider.use(parts.limitAddress)
  const nonces = new DpopNonces(parts.secrets.nonceSecret, nowSeconds)
  provider.use(offerNonce(nonces))
  provider.use(dpopGuard({ nonces, nowSeconds }))
  provider.use(bindPushedRequest({ browser: browserOf, nowSeconds, lifetimes }))
  return provider
}

/**
 * Paths are checked before the engine is reached; what it has no route for is another method. No preflight is answered
 * either: no client here is a script in a browser, and the engine would let any origin in.
 */
const refuseOtherMethods: Middleware = async (ctx, next) => {
  if (ctx.method !== 'OPTIONS') await next()
  if (ctx.status === 404 && ctx.body === undefined) {
    throw new BrokerError('method_not_allowed', 'this address does not take that method')
  }
}

/** What belongs into the same atomic step as the engine's own writes, and the last touches to its answers. */
function finish(nowSeconds: () => number, { lifetimes }: Config): (ctx: KoaContextWithOIDC) => Promise<void> {
  return async (ctx) => {
    if (ctx.oidc === undefined) return
    const { route, entities } = ctx.oidc
    // The engine's own page for "somebody else logged in meanwhile": our way is to end that session first, so this one
    // is a race between two tabs, and the flow that was begun under the old person fails.
    if (route === 'resume' && ctx.status === 200 && !isAnsweredByForm(ctx))
      throw new BrokerError('person_changed', 'another person logged in meanwhile')
    if (route === 'discovery') tidyMetadata(ctx)
    if (route === 'pushed_authorization_request') rememberPushedRequest(ctx, nowSeconds(), lifetimes)
    if (route !== 'token') return
    const { RefreshToken } = entities
    noteEngineToken(currentUnit(), ctx)
    const rejected = rejectedScopesOf(ctx)
    if (rejected.length > 0 && isRecord(ctx.body)) ctx.body.rejected_scope = rejected.join(' ')
    if (RefreshToken?.grantId === undefined || !isRecord(ctx.body)) return
    await finishRotation(ctx, nowSeconds())
    noteRefreshUse(currentUnit(), RefreshToken.grantId, nowSeconds(), lifetimes.refreshTokenIdleSeconds)
    // Whichever end comes first if the token is not used again; a successor ends when the token that it replaces would.
    ctx.body.rt_expires_in = Math.min(RefreshToken.remainingTTL, lifetimes.refreshTokenIdleSeconds)
  }
}

function isBrowserRoute(ctx: KoaContextWithOIDC): boolean {
  return ctx.oidc.route === 'authorization' || ctx.oidc.route === 'resume'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
