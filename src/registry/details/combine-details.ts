import type { Refused } from '../refused.ts'
import { type Details, structures } from './details.ts'
import { refuseDetails } from './hid-code.ts'

/** What was said when the login was pushed, kept with the grant. */
export interface KeptDetails {
  /** In the request object: holds as long as the grant, and a new login is needed to change it. */
  readonly inRequestObject: Details
  /** In the client assertion: holds until a later assertion says something else. */
  readonly inAssertion: Details
}

/**
 * What counts for one token. Details in the assertion of this very request replace all that an earlier assertion said
 * (never only a part: the journal of one organisation must not end up beside the name of another), and are forgotten
 * after this token. What the request object fixed can't be said again.
 */
export function combineDetails(
  kept: KeptDetails | undefined,
  now: Details,
): { readonly kind: 'combined'; readonly details: Details } | Refused {
  const fixed = kept?.inRequestObject ?? {}
  const free = structures.some((structure) => now[structure] !== undefined) ? now : (kept?.inAssertion ?? {})
  const doubled = structures.find((structure) => fixed[structure] !== undefined && free[structure] !== undefined)
  if (doubled === undefined) return { kind: 'combined', details: { ...fixed, ...free } }
  const pointer = free[doubled]?.pointer ?? '/'
  return refuseDetails('details_doubled', pointer, 'the request object of this login holds the same structure')
}
