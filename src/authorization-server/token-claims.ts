import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider'
import { buildAccessTokenClaims } from '#src/claims/access-token-claims.ts'
import type { Client } from '#src/registry/client.ts'
import type { Registry } from '#src/registry/registry.ts'
import { GrantAccount } from './account.ts'
import { actingOfTokenRequest } from './acting.ts'
import { checkGrantLogin } from './check-grant-login.ts'
import { engineError } from './engine-errors.ts'
import type { GrantLogin } from './grant-login.ts'
import { checkTerms } from './rejected-scopes.ts'
import { checkTokenTarget, type ResourceRules, userinfoResource } from './resources.ts'
import { exchangeClaimsOf } from './token-exchange.ts'

/**
 * The last gate: called by the engine for every access token just before it is signed, also at refresh. Denies whatever
 * the registry or the login no longer carry, and adds the claims about client, organisation and person.
 *
 * @throws the OAuth error of the rule that refuses; nothing has been written or issued then.
 */
export function extraTokenClaims(rules: ResourceRules, nowSeconds: () => number) {
  return function claimsOfToken(
    ctx: KoaContextWithOIDC,
    token: AccessToken | ClientCredentials,
  ): Record<string, unknown> {
    // An exchange has decided all this itself, by the token that was offered.
    const exchanged = exchangeClaimsOf(token)
    if (exchanged !== undefined) return { ...exchanged }
    const resource = token.resourceServer?.identifier()
    const clientId = token.clientId
    if (resource === undefined || clientId === undefined) {
      throw engineError('resource_refused', 'a token must be for one API: ask for a scope of that API')
    }
    const scopes = token.scope?.split(' ').filter((name) => name !== '') ?? []
    const grant = token.kind === 'AccessToken' ? grantOf(ctx) : undefined
    checkTokenTarget(rules, { clientId, resource, scopes, kind: grant === undefined ? 'machine' : 'user' })
    const registry = rules.registry()
    const client = registeredClient(registry, clientId)
    const { acting, journalId, attest } = actingOfTokenRequest(rules, ctx)
    checkTerms(rules, ctx, scopes)
    if (grant !== undefined) checkGrantLogin(registry, { clientId, scopes, grant, acting, now: nowSeconds() })
    return buildAccessTokenClaims({
      api: accessTokenContract(registry, resource, rules.issuer),
      client: {
        clientName: client.clientName,
        acting,
        ofApi: client.apiClaims[resource] ?? {},
        ...(journalId === undefined ? {} : { journalId }),
        ...(attest === undefined ? {} : { attest }),
      },
      ...(grant === undefined ? {} : { login: grant.login }),
      ...(token.kind === 'AccessToken' && token.sid !== undefined ? { sid: token.sid } : {}),
    })
  }
}

function grantOf(ctx: KoaContextWithOIDC): GrantLogin {
  const { account } = ctx.oidc
  if (!(account instanceof GrantAccount)) throw new Error('a token for a person without the login behind it')
  return account.grant
}

function accessTokenContract(registry: Registry, resource: string, issuer: string) {
  if (resource === userinfoResource(issuer)) return { claims: [] }
  const api = registry.api(resource)
  if (api === undefined) throw engineError('resource_refused', 'the API is no longer registered')
  return api.accessToken
}

function registeredClient(registry: Registry, clientId: string): Client {
  const client = registry.client(clientId)
  if (client === undefined) throw engineError('client_disabled', 'the client is no longer registered')
  return client
}

/** HelseID's profile writes `scope` as a JSON array (its APIs match single entries); RFC 9068 writes a string. */
export function shapeAccessToken(rules: ResourceRules) {
  return function shape(
    _ctx: KoaContextWithOIDC,
    token: AccessToken | ClientCredentials,
    jwt: { payload: Record<string, unknown> },
  ): void {
    const { payload } = jwt
    payload.nbf = payload.iat
    const resource = token.resourceServer?.identifier()
    const profile = resource === undefined ? undefined : rules.registry().api(resource)?.accessToken.profile
    if (profile === 'helseid' && typeof payload.scope === 'string') payload.scope = payload.scope.split(' ')
  }
}
