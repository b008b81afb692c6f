import { jwkThumbprint } from '#config/jwk-thumbprint.ts'
import type { Problem } from '#config/problem.ts'
import { hasRepeatedMember } from '#config/repeated-member.ts'
import { problemsOfZod } from '#config/zod-problems.ts'
import { type PublicJwkWire, publicJwkSchema } from './jwk-schema.ts'

/** What somebody offered as a public key. */
export type OfferedKey =
  | { readonly kind: 'key'; readonly jwk: PublicJwkWire }
  /** A private or symmetric key, or something that holds one. */
  | { readonly kind: 'private' }
  | { readonly kind: 'malformed'; readonly problems: readonly Pick<Problem, 'path' | 'found' | 'allowed'>[] }

/** Everything else in a key is not ours to keep (RFC 7517 section 4: unknown members are left out). */
const keptMembers = ['kty', 'crv', 'x', 'y', 'n', 'e', 'alg', 'use', 'kid'] as const

/**
 * Reads a public key as tools send it: a JWK, or a text that is one. Without a `kid` it is named by its thumbprint.
 * Members that mean nothing here are left out, as the libraries of some senders add theirs. Pure.
 *
 * @see RFC 7517, RFC 7638
 */
export function readOfferedKey(offered: unknown): OfferedKey {
  if (holdsPrivateKey(offered)) return { kind: 'private' }
  const value = typeof offered === 'string' ? readText(offered) : offered
  if (typeof value !== 'object' || value === null || Array.isArray(value) || Object.hasOwn(value, 'keys')) {
    return malformed([{ path: '', found: 'something else', allowed: 'one public key as a JWK, or a text that is one' }])
  }
  const members = keptMembers
    .map((name): readonly [string, unknown] => [name, Reflect.get(value, name)])
    .filter(([, member]) => member !== undefined && member !== null)
  const named = { kid: jwkThumbprint(value), ...Object.fromEntries(members) }
  const parsed = publicJwkSchema.safeParse(named)
  return parsed.success ? { kind: 'key', jwk: parsed.data } : malformed(problemsOfZod('', parsed.error, named))
}

function malformed(problems: readonly Pick<Problem, 'path' | 'found' | 'allowed'>[]): OfferedKey {
  return { kind: 'malformed', problems }
}

function readText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return hasRepeatedMember(text) ? undefined : value
  } catch {
    return undefined
  }
}

/** Private members of RFC 7518 section 6, in any case: some libraries write `D`. */
const privateMembers: ReadonlySet<string> = new Set(['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'])
/** Arrays, objects and texts within one another that are looked through. Nothing of ours is half as deep. */
const deepest = 16

/** Whether there is a private or symmetric key anywhere within a value: in a set, in a text, as PEM. */
export function holdsPrivateKey(value: unknown, depth = 0): boolean {
  if (depth > deepest) return true
  if (typeof value === 'string') return textHoldsPrivateKey(value, depth)
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(
    ([name, member]) =>
      (!Array.isArray(value) && privateMembers.has(name.toLowerCase()) && !isEmpty(member)) ||
      holdsPrivateKey(member, depth + 1),
  )
}

function textHoldsPrivateKey(text: string, depth: number): boolean {
  if (text.includes('PRIVATE KEY')) return true
  if (!/^\s*["{[]/.test(text)) return false
  try {
    return holdsPrivateKey(JSON.parse(text), depth + 1)
  } catch {
    return false
  }
}

/** .NET's keys name every member there is, also those that they do not have. */
function isEmpty(member: unknown): boolean {
  return member === null || member === '' || (Array.isArray(member) && member.length === 0)
}
