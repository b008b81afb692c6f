import { describeFound } from '#config/problem.ts'
import { isReservedClaim } from '#src/claims/reserved-claims.ts'
import type { ClientWire } from '../client-schema.ts'
import type { Finding } from './finding.ts'

/** `herid`: what an API agreed with its clients without a namespace. */
const plainName = /^[a-z][a-z0-9_-]{0,59}$/
/** `e-helse:sfm.api/client/claims/sfm-id`: what follows the API's own name. */
const ownNamespace = /^\/[a-z0-9][a-z0-9._/-]{0,99}$/

/**
 * Fixed claims about a client for one API: the name stands in that API's namespace, or is a plain word that means
 * nothing else in any token. A fixed claim must never pass for one that the broker vouches for.
 */
export function checkApiClaims(wire: Pick<ClientWire, 'api_claims'>): readonly Finding[] {
  return Object.entries(wire.api_claims).flatMap(([resource, claims]) =>
    Object.keys(claims).flatMap((name) =>
      isFree(name, resource)
        ? []
        : [
            {
              path: `api_claims["${resource}"]`,
              found: describeFound(name),
              allowed: `a name that begins with "${resource}/", or a plain word that no standard and no claim of the broker has`,
            },
          ],
    ),
  )
}

function isFree(name: string, resource: string): boolean {
  if (name.startsWith(resource)) return ownNamespace.test(name.slice(resource.length)) && !isReservedClaim(name)
  return plainName.test(name) && !isReservedClaim(name)
}
