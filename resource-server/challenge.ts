import { proofAlgorithms } from './check-dpop-proof.ts'
import type { AccessTokenRefused } from './refusal.ts'

/**
 * The value of `WWW-Authenticate` for a refusal: scheme, error, what is needed, and what a proof may be signed with.
 * @see RFC 9449 section 7.1, RFC 9470 section 3
 */
export function challengeFor({ code, message, remedy }: AccessTokenRefused): string {
  const parameters = {
    ...(code === undefined ? {} : { error: code, error_description: message }),
    ...remedy,
    algs: proofAlgorithms.join(' '),
  }
  const parts = Object.entries(parameters).map(([name, value]) => `${name}="${value}"`)
  return `DPoP ${parts.join(', ')}`
}
