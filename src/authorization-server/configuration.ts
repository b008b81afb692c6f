import type {
  AdapterFactory,
  ClientAuthMethod,
  Configuration,
  Interaction,
  JWKS,
  KoaContextWithOIDC,
} from 'oidc-provider'
import type { Config } from '#config/schema.ts'
import { identityScopes } from '#src/registry/identity-scopes.ts'
import { findAccount, GrantAccount } from './account.ts'
import { checkAuthenticatedRequest } from './authenticated-request.ts'
import { checkPushedDetails } from './check-pushed-details.ts'
import { clientAlgorithms, exceptionalAlgorithms } from './client-algorithms.ts'
import { clockToleranceSeconds } from './client-assertion.ts'
import type { LoginChoice } from './login-choice.ts'
import { loginPolicy } from './login-policy.ts'
import { makeGrant } from './make-grant.ts'
import { outboundFetch } from './outbound-fetch.ts'
import { refreshTokenSeconds, rotateRefreshToken } from './refresh-rotation.ts'
import { defaultResource, type ResourceRules, resourceServerInfo } from './resources.ts'
import type { DerivedSecrets } from './secrets.ts'
import { sessionSeconds } from './session-lifetime.ts'
import { extraTokenClaims, shapeAccessToken } from './token-claims.ts'

/** Claims that an ID token may hold. `claims/id-token-claims.ts` decides which of them do, by the granted scopes. */
const idTokenClaims = [
  'sub', 'acr', 'amr', 'auth_time', 'sid', 'idp', 'name', 'given_name', 'middle_name', 'family_name',
  'helseid://claims/identity/pid', 'helseid://claims/identity/pid_pseudonym', 'helseid://claims/identity/security_level',
  'helseid://claims/identity/assurance_level', 'helseid://claims/identity/network',
  'helseid://claims/client/on_behalf_of', 'helseid://claims/hpr/hpr_number',
] // biome-ignore format: a table reads better in few lines

export interface ConfigurationParts {
  readonly config: Config
  readonly adapter: AdapterFactory
  readonly jwks: JWKS
  readonly secrets: DerivedSecrets
  readonly choose: (ctx: KoaContextWithOIDC) => Promise<LoginChoice>
  readonly resources: ResourceRules
  readonly nowSeconds: () => number
  /** Whether an authenticated client is within its rate. */
  readonly mayAsk: (clientId: string) => boolean
  readonly renderError: NonNullable<Configuration['renderError']>
  /** Hears of every login that begins, in its unit. */
  readonly onInteraction: (ctx: KoaContextWithOIDC, interaction: Interaction) => void
}

/**
 * The engine's configuration: FAPI 2.0 Security Profile. Every default that the engine warns about is replaced, and
 * every feature that is not named here is off.
 */
export function engineConfiguration(parts: ConfigurationParts): Configuration {
  const { config, secrets, choose, resources, nowSeconds } = parts
  const { lifetimes, issuer } = config
  const secure = issuer.startsWith('https:')
  return {
    adapter: parts.adapter,
    jwks: parts.jwks,
    cookies: cookieSettings(secrets.cookieKey, secure),
    routes: {
      authorization: '/connect/authorize',
      pushed_authorization_request: '/connect/par',
      token: '/connect/token',
      jwks: '/.well-known/openid-configuration/jwks',
      end_session: '/connect/endsession',
    },
    discovery: {
      userinfo_endpoint: `${issuer}/connect/userinfo`,
      end_session_endpoint: `${issuer}/connect/endsession`,
      // Taken by `request-object.ts`, in front of the engine.
      request_parameter_supported: true,
      request_object_signing_alg_values_supported: [...clientAlgorithms],
      require_signed_request_object: false,
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
      ...ownTokenEndpoints(issuer),
      available_idps: `${issuer}/connect/availableidps`,
      expired_jwks_uri: `${issuer}/connect/expiredjwks`,
      ui_locales_supported: ['nb', 'nn', 'en'],
    },
    acrValues: ['Level4', 'Level3'],
    scopes: [...identityScopes],
    claims: { openid: idTokenClaims },
    subjectTypes: ['public'],
    responseTypes: ['code'],
    clientAuthMethods: ['private_key_jwt' satisfies ClientAuthMethod],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: {
      clientAuthSigningAlgValues: [...clientAlgorithms, ...exceptionalAlgorithms],
      dPoPSigningAlgValues: [...clientAlgorithms],
      idTokenSigningAlgValues: ['ES256', 'PS256'],
    },
    clockTolerance: clockToleranceSeconds,
    assertJwtClientAuthClaimsAndHeader: checkAuthenticatedRequest({
      issuer,
      registry: resources.registry,
      mayAsk: parts.mayAsk,
      longestLifeSeconds: lifetimes.assertionMaxSeconds,
      nowSeconds,
    }),
    pkce: { required: () => true },
    allowOmittingSingleRegisteredRedirectUri: false,
    clientBasedCORS: () => false,
    conformIdTokenClaims: true,
    extraParams: { on_behalf_of: checkPushedDetails(resources) },
    findAccount: findAccount({ nowSeconds, refreshIdleSeconds: lifetimes.refreshTokenIdleSeconds }),
    loadExistingGrant: makeGrant({
      choose,
      grantSeconds: lifetimes.refreshTokenSeconds + lifetimes.codeSeconds,
      sessionSeconds: lifetimes.sessionAbsoluteSeconds,
    }),
    interactions: {
      policy: loginPolicy(choose),
      url: (ctx, interaction) => {
        parts.onInteraction(ctx, interaction)
        return `/login/${interaction.uid}`
      },
    },
    expiresWithSession: () => false,
    issueRefreshToken: (ctx, client) => {
      const { account } = ctx.oidc
      return account instanceof GrantAccount && account.grant.offlineAccess && client.grantTypeAllowed('refresh_token')
    },
    // FAPI 2.0 section 5.3.2.1 (11): no rotation for sender-constrained clients, unless one is registered for it.
    rotateRefreshToken: rotateRefreshToken(resources.registry),
    extraTokenClaims: extraTokenClaims(resources, nowSeconds),
    formats: { customizers: { jwt: shapeAccessToken(resources) } },
    renderError: parts.renderError,
    fetch: outboundFetch(config.outbound.privateNetworks),
    ttl: {
      AccessToken: lifetimes.accessTokenSeconds,
      AuthorizationCode: lifetimes.codeSeconds,
      ClientCredentials: lifetimes.accessTokenSeconds,
      Grant: lifetimes.refreshTokenSeconds + lifetimes.codeSeconds,
      IdToken: lifetimes.idTokenSeconds,
      Interaction: lifetimes.interactionSeconds,
      RefreshToken: refreshTokenSeconds(lifetimes.refreshTokenSeconds),
      Session: (_ctx, session) => sessionSeconds(session.loginTs, nowSeconds(), lifetimes),
    },
    features: features(parts),
  }
}

/** Revocation and introspection are our own routes (`token-routes.ts`), so their metadata is too (RFC 8414 section 2). */
function ownTokenEndpoints(issuer: string): Readonly<Record<string, unknown>> {
  const authentication = { methods: ['private_key_jwt'], algorithms: [...clientAlgorithms] }
  return {
    revocation_endpoint: `${issuer}/connect/revocation`,
    revocation_endpoint_auth_methods_supported: authentication.methods,
    revocation_endpoint_auth_signing_alg_values_supported: authentication.algorithms,
    introspection_endpoint: `${issuer}/connect/introspect`,
    introspection_endpoint_auth_methods_supported: authentication.methods,
    introspection_endpoint_auth_signing_alg_values_supported: authentication.algorithms,
    introspection_signing_alg_values_supported: ['ES256', 'PS256'],
  }
}

function features(parts: ConfigurationParts): NonNullable<Configuration['features']> {
  const { resources, secrets } = parts
  return {
    devInteractions: { enabled: false },
    // Own routes: the engine's userinfo refuses JWT access tokens, and its logout pages are its own.
    userinfo: { enabled: false },
    rpInitiatedLogout: { enabled: false },
    backchannelLogout: { enabled: true },
    pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
    dPoP: {
      enabled: true,
      nonceSecret: secrets.nonceSecret,
      requireNonce: (ctx) => ctx.oidc.route === 'token',
      allowReplay: false,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: defaultResource(resources),
      getResourceServerInfo: resourceServerInfo(resources),
      useGrantedResource: async () => true,
    },
    clientCredentials: { enabled: true },
    // Ours: the engine drops what stands outside in silence, and can't merge as HelseID's clients need it.
    requestObjects: { enabled: false },
    claimsParameter: { enabled: false },
    registration: { enabled: false },
  }
}

function cookieSettings(key: string, secure: boolean): NonNullable<Configuration['cookies']> {
  const shared = { httpOnly: true, sameSite: 'lax', secure, signed: true, overwrite: true } as const
  return {
    keys: [key],
    // `__Host-` demands the path /, which the engine's short cookies do not have.
    names: secure
      ? {
          session: '__Host-tillit_session',
          interaction: '__Secure-tillit_interaction',
          resume: '__Secure-tillit_resume',
        }
      : { session: 'tillit_session', interaction: 'tillit_interaction', resume: 'tillit_resume' },
    long: { ...shared, path: '/' },
    short: shared,
  }
}
