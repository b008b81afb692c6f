import { describeFound, oneOf } from '#config/problem.ts'
import type { Environment } from '#config/schema.ts'
import { type ClientWire, defaultSigningAlgs, deviceCodeGrant, tokenExchangeGrant } from '../client-schema.ts'
import { isPersonScope } from '../identity-scopes.ts'
import { checkApiClaims } from './check-api-claims.ts'
import { algsOfKey, checkJwks } from './check-jwks.ts'
import { checkLevel } from './check-level.ts'
import { checkUri } from './check-uri.ts'
import type { Finding } from './finding.ts'

const personlessGrants: readonly string[] = ['client_credentials', tokenExchangeGrant]

/** Everything that can be wrong within one client's file. */
export function checkClient(wire: ClientWire, environment: Environment): readonly Finding[] {
  return [
    ...checkLevel(wire),
    ...checkJwks(wire.jwks.keys, {
      signingAlgs: wire.signing_algs ?? defaultSigningAlgs,
      developmentKeys: environment !== 'production',
    }),
    ...checkKeysAreThere(wire),
    ...checkKeyExpirations(wire),
    ...checkSigningAlgs(wire),
    ...checkUris(wire, environment),
    ...checkGrants(wire),
    ...(isPersonless(wire) ? checkPersonless(wire) : checkHasLogin(wire)),
    ...checkAccessOnce(wire),
    ...checkApiClaims(wire),
    ...checkRequestedClaims(wire),
  ]
}

function isPersonless(wire: ClientWire): boolean {
  return wire.kind === 'machine' || wire.kind === 'device-fleet'
}

function checkKeysAreThere(wire: ClientWire): readonly Finding[] {
  if (wire.status !== 'active' || wire.jwks.keys.length > 0) return []
  return [{ path: 'jwks.keys', found: 'an empty array', allowed: 'at least one public key for an active client' }]
}

/** What is asked for must be what could be agreed. */
function checkRequestedClaims({ requested_api_claims = {} }: ClientWire): readonly Finding[] {
  return checkApiClaims({ api_claims: requested_api_claims }).map(({ path, ...finding }) => ({
    ...finding,
    path: `requested_${path}`,
  }))
}

function checkKeyExpirations({ key_expirations = {}, jwks }: ClientWire): readonly Finding[] {
  const known = new Set(jwks.keys.map(({ kid }) => kid))
  return Object.keys(key_expirations)
    .filter((kid) => !known.has(kid))
    .map((kid) => ({ path: 'key_expirations', found: describeFound(kid), allowed: 'the kid of one of the keys' }))
}

function checkSigningAlgs(wire: ClientWire): readonly Finding[] {
  return (wire.signing_algs ?? []).flatMap((alg, index) => {
    const hasKey = wire.jwks.keys.length === 0 || wire.jwks.keys.some((jwk) => algsOfKey(jwk).includes(alg))
    return hasKey
      ? []
      : [
          {
            path: `signing_algs[${index}]`,
            found: describeFound(alg),
            allowed: 'an algorithm that one of the keys can',
          },
        ]
  })
}

function checkUris(wire: ClientWire, environment: Environment): readonly Finding[] {
  const outsideProduction = environment !== 'production'
  const forBrowser = { loopbackHttp: outsideProduction || wire.kind === 'native' }
  const backchannel = wire.backchannel_logout_uri
  const frontchannel = wire.frontchannel_logout_uri
  return [
    ...wire.redirect_uris.flatMap((uri, i) => checkUri(`redirect_uris[${i}]`, uri, forBrowser)),
    ...wire.post_logout_redirect_uris.flatMap((uri, i) => checkUri(`post_logout_redirect_uris[${i}]`, uri, forBrowser)),
    ...(frontchannel === undefined ? [] : checkUri('frontchannel_logout_uri', frontchannel, forBrowser)),
    ...(wire.client_uri === undefined ? [] : checkUri('client_uri', wire.client_uri, forBrowser)),
    // Fetched by the broker itself: in production its own loopback is never a client's.
    ...(backchannel === undefined
      ? []
      : checkUri('backchannel_logout_uri', backchannel, { loopbackHttp: outsideProduction })),
  ]
}

function checkGrants(wire: ClientWire): readonly Finding[] {
  const has = (grant: ClientWire['grant_types'][number]) => wire.grant_types.includes(grant)
  const findings: Finding[] = []
  if (has('authorization_code') && wire.redirect_uris.length === 0) {
    findings.push({ path: 'redirect_uris', found: 'an empty array', allowed: 'at least one, for authorization_code' })
  }
  if (!has('authorization_code') && wire.redirect_uris.length > 0) {
    const found = describeFound(wire.redirect_uris)
    findings.push({ path: 'redirect_uris', found, allowed: 'none without the grant type authorization_code' })
  }
  if (has('refresh_token') && !has('authorization_code') && !has(deviceCodeGrant)) {
    const allowed = 'refresh_token only beside authorization_code or the device code grant'
    findings.push({ path: 'grant_types', found: '"refresh_token" alone', allowed })
  }
  if (scopesOf(wire).includes('offline_access') && !has('refresh_token')) {
    findings.push({
      path: 'scope',
      found: '"offline_access"',
      allowed: 'offline_access only with the grant refresh_token',
    })
  }
  return findings
}

function checkPersonless(wire: ClientWire): readonly Finding[] {
  const grants = wire.grant_types.flatMap((grant, index) =>
    personlessGrants.includes(grant)
      ? []
      : [
          {
            path: `grant_types[${index}]`,
            found: `"${grant}"`,
            allowed: `${oneOf(personlessGrants)} for ${wire.kind}`,
          },
        ],
  )
  const scopes = scopesOf(wire)
    .filter(isPersonScope)
    .map((scope) => ({
      path: 'scope',
      found: describeFound(scope),
      allowed: `no identity scope for ${wire.kind}: there is no person`,
    }))
  return [...grants, ...scopes]
}

function checkHasLogin(wire: ClientWire): readonly Finding[] {
  if (wire.grant_types.some((grant) => grant === 'authorization_code' || grant === deviceCodeGrant)) return []
  const allowed = `authorization_code or the device code grant for ${wire.kind}; without login the kind is machine`
  return [{ path: 'grant_types', found: oneOf(wire.grant_types), allowed }]
}

function checkAccessOnce(wire: ClientWire): readonly Finding[] {
  return wire.access.flatMap((access, index) => {
    const isSecond = wire.access.findIndex((other) => other.scope === access.scope) < index
    return isSecond
      ? [{ path: `access[${index}].scope`, found: describeFound(access.scope), allowed: 'one entry a scope' }]
      : []
  })
}

/** The scopes of a client's `scope` member. */
function scopesOf(wire: Pick<ClientWire, 'scope'>): readonly string[] {
  return wire.scope.split(' ').filter((scope) => scope !== '')
}
