import type { Reason } from '#src/http/reasons.ts'

/** The registry says no. The caller makes a `BrokerError` of it; nothing here throws. */
export interface Refused {
  readonly kind: 'refused'
  readonly reason: Reason
  /** For the caller of the endpoint; fits an `error_description` (RFC 6749 section 5.2 characters). */
  readonly publicDescription: string
  /** For the operator's log. */
  readonly detail?: string
}

/** A refusal as a value. @param detail never a pid, token, code, assertion or key. */
export function refuse(reason: Reason, publicDescription: string, detail?: string): Refused {
  return { kind: 'refused', reason, publicDescription, ...(detail === undefined ? {} : { detail }) }
}

// Longest name out of a request that is said back (characters).
const longestQuoted = 100

/** A scope or resource out of a request, as it may be said back: never a number that could be a person's, nothing odd. */
export function sayBack(name: string, otherwise: string): string {
  const isPlain = /^[\w:./-]+$/.test(name) && name.length <= longestQuoted && !/\d{11}/.test(name)
  return isPlain ? `'${name}'` : otherwise
}
