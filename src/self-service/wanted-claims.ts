import { describeFound } from '#config/problem.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import type { ClientWire } from '#src/registry/client-schema.ts'
import type { Registry } from '#src/registry/registry.ts'

type ApiClaims = ClientWire['api_claims']

/** A fixed claim as HelseID's tools name it: the name says which API it is for. */
interface WantedClaim {
  readonly key: string
  readonly value: string
}

/**
 * Fixed claims that a client wants and does not have: they stand beside those that are agreed until an operator agrees.
 * What is agreed stays, also when it is not wanted any more: others count on it.
 *
 * @throws {ProblemError} `change_refused` for a name that is of no API.
 */
export function wantedClaims(
  wanted: readonly WantedClaim[],
  agreed: ApiClaims,
  registry: Registry,
): Pick<ClientWire, 'requested_api_claims'> {
  const asked = new Map<string, ReadonlyMap<string, string>>()
  for (const [at, { key, value }] of wanted.entries()) {
    const resource = resourceOf(key, agreed)
    if (resource === undefined || registry.api(resource) === undefined) throw ofNoApi(key, at)
    if (agreed[resource]?.[key] === value) continue
    asked.set(resource, new Map([...(asked.get(resource) ?? []), [key, value]]))
  }
  if (asked.size === 0) return {}
  return {
    requested_api_claims: Object.fromEntries([...asked].map(([api, claims]) => [api, Object.fromEntries(claims)])),
  }
}

/** `<resource>/client/claims/<name>`; or a plain word, if it is agreed with one API already. */
function resourceOf(key: string, agreed: ApiClaims): string | undefined {
  const end = key.indexOf('/')
  if (end !== -1) return key.slice(0, end)
  return Object.entries(agreed).find(([, claims]) => Object.hasOwn(claims, key))?.[0]
}

function ofNoApi(key: string, at: number): ProblemError {
  const place = {
    pointer: `/audienceSpecificClientClaims/${at}/key`,
    found: describeFound(key),
    allowed: 'a name that begins with the resource of its API and a slash',
  }
  return new ProblemError('change_refused', 'a claim is for no API', [place])
}
