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

  constructor(reason: Reason, publicDescription: string, options: ErrorOptions & { readonly detail?: string } = {}) {
    super(`${reason}: ${publicDescription}`, options)
    this.reason = reason
    this.publicDescription = publicDescription
    this.detail = options.detail
  }

  get entry(): ReasonEntry {
    return reasons[this.reason]
  }
}
