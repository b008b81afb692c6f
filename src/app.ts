import type { RequestListener } from 'node:http'
import Koa, { type Context, type Middleware } from 'koa'
import type { Config } from '#config/schema.ts'
import { watchKeys } from './admin/keys/watch-keys.ts'
import { isPage, isProblemApi } from './answer-kinds.ts'
import type { AuditTrail } from './audit/trail.ts'
import { AccessTokens } from './authorization-server/access-tokens.ts'
import { BrowserSessions } from './authorization-server/browser-sessions.ts'
import { createEngine } from './authorization-server/engine.ts'
import { reasonOf } from './authorization-server/engine-errors.ts'
import { fixOrigin } from './authorization-server/fixed-origin.ts'
import { Interactions } from './authorization-server/interactions.ts'
import { limitAddresses } from './authorization-server/limit-addresses.ts'
import { LogoutDelivery } from './authorization-server/logout-delivery.ts'
import { LogoutOutbox } from './authorization-server/logout-outbox.ts'
import { RenewableEngine } from './authorization-server/renewable-engine.ts'
import { currentUnit, runInUnit } from './authorization-server/request-unit.ts'
import { deriveSecrets } from './authorization-server/secrets.ts'
import { tokenRoutes } from './authorization-server/token-routes.ts'
import { UnprovenRefusals } from './authorization-server/unproven-refusals.ts'
import { userinfo } from './authorization-server/userinfo.ts'
import { buildAdminParts } from './build-admin-parts.ts'
import { subjectOf } from './claims/subject.ts'
import { assetRoutes } from './http/asset-routes.ts'
import { errorBoundary } from './http/boundary.ts'
import { BrokerError } from './http/broker-error.ts'
import { browserBinding } from './http/browser-cookie.ts'
import { createListener } from './http/dispatch.ts'
import { errorRoutes } from './http/error-routes.ts'
import { FormTokens } from './http/form-token.ts'
import { helpRoute } from './http/help-route.ts'
import { homeRoute } from './http/home-route.ts'
import { hostGuard } from './http/host-guard.ts'
import { lazyRoutes } from './http/lazy-routes.ts'
import { ownFetch } from './http/own-fetch.ts'
import { PageWriter } from './http/page-writer.ts'
import { reasons } from './http/reasons.ts'
import { type Route, router } from './http/router.ts'
import { securityHeaders } from './http/security-headers.ts'
import { TokenBuckets } from './http/token-buckets.ts'
import { deriveConsoleKey } from './keys/console-key.ts'
import { expiredKeysRoute } from './keys/expired-keys-route.ts'
import type { KeyRotation } from './keys/key-rotation.ts'
import type { LiveKeys } from './keys/live-keys.ts'
import { explainEnd } from './login/explain-end.ts'
import { loginNetwork } from './login/login-network.ts'
import type { LoginRoom } from './login/login-room.ts'
import { loginTries } from './login/login-tries.ts'
import { type Provider, Providers } from './login/providers.ts'
import { loginRoutes } from './login/routes.ts'
import type { Background } from './operations/background.ts'
import type { Clock } from './operations/clock.ts'
import { healthRoutes } from './operations/health.ts'
import type { Log } from './operations/log.ts'
import type { Metrics } from './operations/metrics.ts'
import type { PersonRegisters } from './person/person-registers.ts'
import type { LiveRegistry } from './registry/store/live-registry.ts'
import type { RegistryStore } from './registry/store/registry-store.ts'
import type { Database } from './store/database.ts'
import { Seal } from './store/seal.ts'
import type { Store } from './store/store.ts'
import { UnitOfWork } from './store/unit-of-work.ts'
import { createViews } from './views/views.ts'

/** How soon a notice that is due is sent by any node. */
const logoutTurnMilliseconds = 2000

/** How often refusals that were only counted are recorded. */
const countMilliseconds = 60_000

/**
 * Where the registry is administered. Rotation tools of HelseID's clients keep the origin of an address alone, so
 * self-service answers below the root too.
 */
const administrationPaths = /^\/(?:admin|selvbetjening|v1|confirm-client)(?:\/.*)?$/

export interface AppParts {
  readonly config: Config
  readonly live: LiveRegistry
  readonly registryStore: RegistryStore
  readonly store: Store
  readonly database: Database
  readonly audit: AuditTrail
  readonly storeKey: Uint8Array
  readonly keys: LiveKeys
  readonly rotation: KeyRotation
  readonly providers: readonly Provider[]
  readonly personRegisters: PersonRegisters
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly background: Background
  readonly isDraining: () => boolean
}

/** The broker as a request listener: every part put together, and the one ordered list of what a request passes. */
export function createApp(parts: AppParts): RequestListener {
  const { config, live, store, clock, log } = parts
  const registry = () => live.registry
  const { issuer } = config
  const seal = new Seal(parts.storeKey)
  const secrets = deriveSecrets(parts.storeKey)
  const newUnit = () => new UnitOfWork({ store, seal })
  const keyRing = () => parts.keys.ring
  const nowSeconds = () => clock.nowSeconds()
  const nowMilliseconds = () => clock.nowMilliseconds()
  const accessTokens = new AccessTokens({ publicKeys: () => keyRing().published, issuer, nowSeconds })
  const pages = new PageWriter({ views: createViews(), config, nowMilliseconds })

  // What every request passes first, in this order, whether it is for the engine or for our own pages.
  const front: readonly Middleware[] = [
    securityHeaders(issuer),
    errorBoundary({
      issuer,
      log,
      isPage,
      isProblemApi,
      renderError: (ctx, reason, wayOn) => pages.error(ctx, reason, reasons[reason].status, wayOn),
    }),
    hostGuard(issuer),
  ]

  const clientRate = new TokenBuckets({
    capacity: config.limits.clientBurst,
    perSecond: config.limits.clientRequestsPerSecond,
    nowMilliseconds,
  })
  const unproven = new UnprovenRefusals({ audit: parts.audit, log, nowMilliseconds })
  parts.background.every(countMilliseconds, 'counted refusals', () => unproven.flush())
  parts.background.atEnd('counted refusals', () => unproven.flush())
  const limitAddress = limitAddresses(config, nowMilliseconds)
  const mayAsk = (clientId: string) => clientRate.take(clientId)
  const newEngine = () =>
    createEngine({
      config,
      mayAsk,
      limitAddress,
      registry,
      signingKeys: keyRing().signing,
      accessTokens,
      secrets,
      newUnit,
      audit: parts.audit,
      unproven,
      clock,
      log,
      front,
      renderError: async (ctx, error) => {
        const { reason, detail } = reasonOf(error)
        const uid = reason === 'page_expired' ? ctx.path.split('/').at(-1) : undefined
        const refused = new BrokerError(reason, detail)
        const known =
          uid === undefined ? undefined : await explainEnd(room, ctx, currentUnit(), { uid, error: refused })
        pages.error(ctx, known?.reason ?? reason, ctx.status, known?.wayOn)
      },
      writeForm: (ctx, answer) => {
        const { client, params } = ctx.oidc
        const uiLocales = typeof params?.ui_locales === 'string' ? params.ui_locales : undefined
        pages.postBack(ctx, { ...answer, name: client?.clientName ?? '', uiLocales })
      },
    })
  const engine = new RenewableEngine(newEngine)
  parts.keys.onChange(() => engine.renew())
  const provider = () => engine.provider

  const outbox = new LogoutOutbox({ newUnit, registry, nowSeconds })
  const delivery = new LogoutDelivery({ provider, outbox, registry, audit: parts.audit, log })
  parts.background.every(logoutTurnMilliseconds, 'logout notices', () => delivery.deliverDue())
  parts.metrics.report('/logout-notices', () => outbox.list())

  const networkOf = loginNetwork(config)
  const room: LoginRoom = {
    config,
    registry,
    audit: parts.audit,
    pages,
    clock,
    log,
    metrics: parts.metrics,
    providers: new Providers(parts.providers, nowMilliseconds),
    personRegisters: parts.personRegisters,
    interactions: new Interactions({ provider, registry, outbox, delivery, nowSeconds }),
    sessions: new BrowserSessions({ provider, publicKeys: () => keyRing().known, issuer, outbox, delivery }),
    forms: new FormTokens({ key: secrets.formKey, issuer }),
    subjectOf: (pid) => subjectOf(pid, secrets.subjectKey),
    networkOf: (ctx) => networkOf(ctx.req),
    browserOf: (ctx) => browserBinding(ctx, { secure: issuer.startsWith('https:') }),
    mayTry: loginTries(nowMilliseconds),
    inUnit: (work) => {
      const unit = newUnit()
      return runInUnit(unit, () => work(unit))
    },
  }

  const admin = buildAdminParts(parts, room.providers)
  watchKeys({ ...parts, newUnit, ends: admin.keyEnds })

  const ownPages = new Koa()
  // Behind a proxy that ends TLS too: without it Koa sets no Secure cookie.
  fixOrigin(ownPages, issuer)
  for (const middleware of [...front, limitAddress]) ownPages.use(middleware)
  ownPages.use(
    router([
      ...loginRoutes(room),
      ...userinfoRoutes(
        userinfo({ issuer, accessTokens, registry, mayAsk, newUnit, nowSeconds, audit: parts.audit, unproven, log }),
      ),
      ...tokenRoutes({
        issuer,
        registry,
        accessTokens,
        keyRing,
        longestLifeSeconds: config.lifetimes.assertionMaxSeconds,
        mayAsk,
        nowSeconds,
        newUnit,
        audit: parts.audit,
        unproven,
        log,
      }),
      ...lazyRoutes(administrationPaths, async () => {
        const { administrationRoutes } = await import('./administration-routes.ts')
        return administrationRoutes({
          api: { ...admin, accessTokens, registry, newUnit, nowSeconds, mayAsk },
          console: {
            config,
            admin,
            registry,
            accessTokens,
            forms: room.forms,
            pages,
            clock,
            key: deriveConsoleKey(parts.storeKey),
            newUnit,
            browserOf: room.browserOf,
            fetchOwn: ownFetch(issuer, () => listener),
          },
        })
      }),
      ...healthRoutes({
        checks: [store, parts.database],
        isDraining: parts.isDraining,
        details: () => ({ registry: { revision: live.revision, status: live.isStale ? 'stale' : 'current' } }),
      }),
      expiredKeysRoute(keyRing),
      homeRoute({ pages, config }),
      helpRoute({ pages, issuer }),
      ...errorRoutes({ pages, issuer }),
      ...assetRoutes(),
    ]),
  )
  const listener = createListener({
    issuer,
    log,
    nowMilliseconds,
    engine: () => engine.listener,
    pages: ownPages.callback(),
    countRequest: (route, status, seconds) => parts.metrics.countRequest(route, status, seconds),
  })
  return listener
}

function userinfoRoutes(answer: Middleware): readonly Route[] {
  const handle = async (ctx: Context) => {
    await answer(ctx, async () => {})
  }
  return [
    { method: 'GET', path: '/connect/userinfo', handle },
    { method: 'POST', path: '/connect/userinfo', handle },
  ]
}
