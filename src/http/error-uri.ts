import { type Reason, reasons } from './reasons.ts'

/** Where the pages about refusals stand, below the issuer. */
export const errorPages = '/errors'

/** Stable number of a refusal, as integrators quote it: `TLT-401`. */
export function errorNumber(reason: Reason): string {
  return `TLT-${reasons[reason].number}`
}

/** The reason that a caller may see: the true one, or a vaguer one that tells an attacker nothing. */
function shownReason(reason: Reason): Reason {
  const shown = reasons[reason].shownAs
  return shown !== undefined && isReason(shown) ? shown : reason
}

/** `error_uri` (RFC 6749 sections 4.1.2.1 and 5.2): the page that tells an integrator what to do about this refusal. */
export function errorUri(issuer: string, reason: Reason): string {
  return `${issuer}${errorPages}/${errorNumber(shownReason(reason))}`
}

/** The refusal with this number, if it is one that callers are shown. */
export function reasonOfNumber(number: string): Reason | undefined {
  return shownReasons().find((reason) => errorNumber(reason) === number)
}

/** Every refusal that has a page, in the order of the table. */
export function shownReasons(): readonly Reason[] {
  return Object.keys(reasons).filter((name): name is Reason => isReason(name) && shownReason(name) === name)
}

function isReason(name: string): name is Reason {
  return Object.hasOwn(reasons, name)
}
