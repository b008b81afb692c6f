import type { AccessToken, ClientCredentials, KoaContextWithOIDC } from 'oidc-provider'
import type { Demand } from '#src/assurance/demand.ts'
import { checkLoginIsEnough } from '#src/assurance/is-enough.ts'
import { highestOf } from '#src/assurance/levels.ts'
import { buildAccessTokenClaims } from '#src/claims/access-token-claims.ts'
import { checkPersonFacts } from '#src/person/judge-person.ts'
import type { Registry } from '#src/registry/registry.ts'
import { GrantAccount } from './account.ts'
import { engineError } from './engine-errors.ts'
import type { GrantLogin } from './grant-login.ts'
import { demandOfRequest } from './request-demand.ts'
import { checkTokenTarget, type ResourceRules, userinfoResource } from './resources.ts'

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
    const resource = token.resourceServer?.identifier()
    const clientId = token.clientId
    if (resource === undefined || clientId === undefined) {
      throw engineError('resource_refused', 'a token must be for one API: ask for a scope of that API')
    }
    const scopes = token.scope?.split(' ').filter((name) => name !== '') ?? []
    const grant = token.kind === 'AccessToken' ? grantOf(ctx) : undefined
    checkTokenTarget(rules, { clientId, resource, scopes, kind: grant === undefined ? 'machine' : 'user' })
    const registry = rules.registry()
    if (grant !== undefined)
      checkLogin(demandOfRequest(registry, clientId, { scope: scopes.join(' ') }), grant, nowSeconds())
    return buildAccessTokenClaims({
      api: accessTokenContract(registry, resource, rules.issuer),
      client: clientClaims(registry, clientId),
      ...(grant === undefined ? {} : { login: grant.login }),
    })
  }
}

function grantOf(ctx: KoaContextWithOIDC): GrantLogin {
  const { account } = ctx.oidc
  if (!(account instanceof GrantAccount)) throw new Error('a token for a person without the login behind it')
  return account.grant
}

/**
 * Levels and ages may have been raised since the login; the level that was demanded then holds as well. What the
 * registers said at the login is what counts: nobody is asked here, for a token is made without the network.
 */
function checkLogin(demand: Demand, { login, minimumLevel: demandedThen }: GrantLogin, now: number): void {
  const minimumLevel = highestOf([demand.minimumLevel], demandedThen)
  const refusal = checkLoginIsEnough(login, { ...demand, minimumLevel }) ?? checkPersonFacts(login, demand, now)
  if (refusal !== undefined) {
    throw engineError('level_not_reached', 'the login behind this grant no longer proves enough: log in again', refusal)
  }
}

function accessTokenContract(registry: Registry, resource: string, issuer: string) {
  if (resource === userinfoResource(issuer)) return { claims: [] }
  const api = registry.api(resource)
  if (api === undefined) throw engineError('resource_refused', 'the API is no longer registered')
  return api.accessToken
}

function clientClaims(registry: Registry, clientId: string) {
  const client = registry.client(clientId)
  const organisation = client === undefined ? undefined : registry.organisation(client.organisation)
  if (client === undefined || organisation === undefined)
    throw engineError('client_disabled', 'the client is no longer registered')
  const { clientName, tenancy } = client
  return {
    clientName,
    tenancy,
    organisation: { number: organisation.organisationNumber, parent: organisation.parent ?? null },
  }
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
