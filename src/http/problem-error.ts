import { BrokerError } from './broker-error.ts'
import type { Reason } from './reasons.ts'

/** One place that is wrong in what a caller sent. Never quotes a secret. */
export interface ProblemPlace {
  /** The entity, where a request is about several. */
  readonly kind?: string
  readonly id?: string
  /** JSON Pointer (RFC 6901) into the body; empty for the whole of it. */
  readonly pointer?: string
  /** Name of a header, or of a parameter of the address. */
  readonly parameter?: string
  readonly found: string
  readonly allowed: string
}

/** A refusal by an API that speaks `application/problem+json`, with every place that is wrong. */
export class ProblemError extends BrokerError {
  readonly errors: readonly ProblemPlace[]

  constructor(reason: Reason, publicDescription: string, errors: readonly ProblemPlace[]) {
    super(reason, publicDescription)
    this.errors = errors
  }
}
