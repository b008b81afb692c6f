import type { AuditEntry } from '#src/audit/entry.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import { BrokerError } from '#src/http/broker-error.ts'

/**
 * Does the work, and tells the audit trail of what it refuses: the owner is to see that somebody with the client's key, or
 * the organisation's, was turned away. What was sent stands nowhere.
 */
export async function withRefusalsAudited<Result>(
  audit: Pick<AuditTrail, 'append'>,
  about: Pick<AuditEntry, 'actor' | 'clientId' | 'organisation'> & { readonly operation: string },
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof BrokerError)) throw error
    const { operation, ...rest } = about
    const { reason } = error
    await audit.append({ event: 'request.refused', outcome: 'refused', reason, ...rest, details: { operation } })
    throw error
  }
}
