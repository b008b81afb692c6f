import { createRemoteJWKSet, type JWTVerifyGetKey, customFetch as joseCustomFetch } from 'jose'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildAuthorizationUrlWithPAR,
  type ClientAuth,
  Configuration,
  calculatePKCECodeChallenge,
  clockSkew,
  clockTolerance,
  customFetch,
  randomNonce,
  randomPKCECodeVerifier,
  type ServerMetadata,
} from 'openid-client'
import {
  type AdapterParts,
  type LoginCallback,
  LoginFailure,
  type LoginRequest,
  type LoginStart,
  type UpstreamLogout,
} from '../contract.ts'
import { createClientAuth } from './client-key.ts'
import { clockSkewSeconds, type IdTokenClaims, verifyIdToken } from './id-token.ts'
import { asLoginFailure, type ProviderRefusal, type RefusalReading } from './login-failure.ts'
import { readMemo, writeMemo } from './memo.ts'
import { createMetadataCache } from './metadata-cache.ts'
import { createOutboundFetch, type OutboundFetch } from './outbound-fetch.ts'
import { allowsInsecureRequests, type FederationSettings } from './settings.ts'

/** One upstream OpenID provider, spoken to strictly. A kind adds its own parameters and reads its own claims. */
export class FederationClient {
  readonly #settings: FederationSettings
  readonly #parts: AdapterParts
  readonly #fetch: OutboundFetch
  readonly #clientAuth: ClientAuth
  readonly #metadata: () => Promise<ServerMetadata>
  #keys: { readonly uri: string; readonly get: JWTVerifyGetKey } | undefined

  /** @throws {AdapterSettingsError} when the client key is not one. */
  constructor(settings: FederationSettings, parts: AdapterParts) {
    this.#settings = settings
    this.#parts = parts
    this.#clientAuth = createClientAuth(parts.clientKey, settings.client_assertion_alg)
    this.#fetch = createOutboundFetch(parts.fetch, settings.timeout_seconds)
    this.#metadata = createMetadataCache(settings, parts, this.#fetch)
  }

  /**
   * @param parameters what this kind adds to the authorization request.
   * @throws {LoginFailure} `provider_unavailable`, `provider_refused`, `provider_answer_invalid`.
   * @see RFC 9126, RFC 7636
   */
  async begin(request: LoginRequest, parameters: Readonly<Record<string, string>>): Promise<LoginStart> {
    const configuration = this.#configure(await this.#metadata())
    const nonce = randomNonce()
    const codeVerifier = randomPKCECodeVerifier()
    const sent = {
      ...parameters,
      scope: this.#settings.scope,
      redirect_uri: request.redirectUri,
      state: request.state,
      nonce,
      code_challenge: await calculatePKCECodeChallenge(codeVerifier),
      code_challenge_method: 'S256',
    }
    const memo = writeMemo({ providerId: this.#parts.providerId, nonce, codeVerifier, beganAt: this.#parts.now() })
    const start = { memo, ...(parameters['response_mode'] === 'form_post' && { answerMode: 'form_post' as const }) }
    if (this.#settings.par === 'not_supported')
      return { redirectTo: buildAuthorizationUrl(configuration, sent), ...start }
    try {
      return { redirectTo: await buildAuthorizationUrlWithPAR(configuration, sent), ...start }
    } catch (error) {
      throw asLoginFailure(error, 'pushed authorization request')
    }
  }

  /**
   * Redeems the code and verifies the ID token.
   * @param readRefusal how this kind understands `error` and `error_description`.
   * @throws {LoginFailure} for everything but a verified ID token.
   * @see RFC 9207 for `iss` in the answer
   */
  async complete(
    callback: LoginCallback,
    readRefusal: (refusal: ProviderRefusal) => RefusalReading,
  ): Promise<IdTokenClaims> {
    const memo = readMemo(callback.memo, this.#parts.providerId)
    const metadata = await this.#metadata()
    const configuration = this.#configure(metadata)
    // The address that was registered and pushed, with the browser's parameters: the browser does not choose the rest.
    const answer = new URL(callback.request.redirectUri)
    answer.search = callback.url.search
    let idToken: string | undefined
    try {
      const tokens = await authorizationCodeGrant(configuration, answer, {
        expectedState: callback.request.state,
        expectedNonce: memo.nonce,
        pkceCodeVerifier: memo.codeVerifier,
        idTokenExpected: true,
      })
      idToken = tokens.id_token
    } catch (error) {
      throw asLoginFailure(error, 'authorization response and token', readRefusal)
    }
    if (idToken === undefined) throw new LoginFailure('provider_answer_invalid', 'token response without ID token')
    return verifyIdToken(idToken, {
      issuer: this.#settings.issuer,
      clientId: this.#settings.client_id,
      memo,
      request: callback.request,
      now: this.#parts.now(),
      keys: this.#keysOf(metadata),
    })
  }

  /**
   * Never `id_token_hint`: it would put the national identity number in an address.
   * @returns undefined when the metadata has no such endpoint.
   * @throws {LoginFailure} `provider_unavailable` when the metadata can't be read.
   * @see OpenID Connect RP-Initiated Logout 1.0 section 2
   */
  async buildLogoutUrl(request: Parameters<UpstreamLogout['buildLogoutUrl']>[0]): Promise<URL | undefined> {
    const { end_session_endpoint: endpoint } = await this.#metadata()
    if (endpoint === undefined) return undefined
    const url = new URL(endpoint)
    url.searchParams.set('client_id', this.#settings.client_id)
    url.searchParams.set('post_logout_redirect_uri', request.postLogoutRedirectUri)
    url.searchParams.set('state', request.state)
    return url
  }

  /** Built anew for each use: the library's clock is the machine's, and the skew to ours may change. */
  #configure(metadata: ServerMetadata): Configuration {
    const { client_id: clientId, issuer, timeout_seconds: timeout } = this.#settings
    const clientMetadata = {
      [clockSkew]: this.#parts.now() - Math.floor(Date.now() / 1000),
      [clockTolerance]: clockSkewSeconds,
    }
    const configuration = new Configuration(metadata, clientId, clientMetadata, this.#clientAuth)
    configuration.timeout = timeout
    configuration[customFetch] = this.#fetch
    if (allowsInsecureRequests(issuer, this.#parts.environment)) allowInsecureRequests(configuration)
    return configuration
  }

  /** Keys are kept ten minutes, and read again at once when a token names a key that is not among them. */
  #keysOf(metadata: ServerMetadata): JWTVerifyGetKey {
    const uri = metadata.jwks_uri
    if (uri === undefined) throw new LoginFailure('provider_answer_invalid', 'metadata without jwks_uri')
    if (this.#keys?.uri !== uri) {
      const get = createRemoteJWKSet(new URL(uri), {
        [joseCustomFetch]: this.#fetch,
        cooldownDuration: 0,
        timeoutDuration: Math.ceil(this.#settings.timeout_seconds * 1000),
      })
      this.#keys = { uri, get }
    }
    return this.#keys.get
  }
}
