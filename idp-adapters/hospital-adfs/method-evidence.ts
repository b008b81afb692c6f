import type { SecurityLevel } from '../contract.ts'

const ws = 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod'

/** A certificate, on a card or not, was used. What kind of certificate is what the agreed level claim vouches for. */
const certificate = new Set([`${ws}/x509`, `${ws}/smartcard`, `${ws}/tlsclient`])

/**
 * More than one factor, and nothing about who the person is: AD FS can be set up to issue `multipleauthn` always.
 * `ngcmfa` is the key of Windows Hello.
 */
const severalFactors = new Set(['http://schemas.microsoft.com/claims/multipleauthn', 'ngcmfa'])

/**
 * Highest level that the method evidence allows: certificate 4, several factors 3, anything else (password, Windows
 * login, unspecified, unknown) 2, no evidence at all 0. Compared as a whole.
 */
export function highestByMethod(methods: readonly string[]): SecurityLevel | 0 {
  if (methods.length === 0) return 0
  if (methods.some((method) => certificate.has(method))) return 4
  return methods.some((method) => severalFactors.has(method)) ? 3 : 2
}
