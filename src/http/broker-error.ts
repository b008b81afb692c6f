import type { WayOn } from '#src/views/page.ts'
import { type Reason, type ReasonEntry, reasons } from './reasons.ts'

/**
 * An expected refusal. Everything that refuses throws one; the boundary in `http/` alone writes answers from it.
 * `detail` is for the operator's log only and never holds a pid, token, code, assertion or key.
 */
export class BrokerError extends Error {
  override readonly name = 'BrokerError'
  readonly reason: Reason
  /** For the caller: what was wrong with the request, without anything that helps an attacker. */
  readonly publicDescription: string
  readonly detail: string | undefined
  /** Where a person can go from here, when it is known; for the page. */
  readonly wayOn: WayOn | undefined

  constructor(
    reason: Reason,
    publicDescription: string,
    options: ErrorOptions & { readonly detail?: string; readonly wayOn?: WayOn } = {},
  ) {
    super(`${reason}: ${publicDescription}`, options)
    this.reason = reason
    this.publicDescription = publicDescription
    this.detail = options.detail
    this.wayOn = options.wayOn
  }

  get entry(): ReasonEntry {
    return reasons[this.reason]
  }
}
