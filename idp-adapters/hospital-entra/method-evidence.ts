import type { SecurityLevel } from '../contract.ts'

const certificate = new Set(['x509', 'smartcard'])
const severalFactors = new Set(['mfa', 'ngcmfa', 'rsa'])

/**
 * Highest level that method evidence allows, where there is any. Tokens of version 2 carry none, and the authentication
 * context alone decides; evidence that is there can only lower. `fed` and `wia` alone are a login elsewhere or at the
 * machine, and no more than a password.
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function highestByMethod(methods: readonly string[]): SecurityLevel {
  if (methods.length === 0 || methods.some((method) => certificate.has(method))) return 4
  return methods.some((method) => severalFactors.has(method)) ? 3 : 2
}
