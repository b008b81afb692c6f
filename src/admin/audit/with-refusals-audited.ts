import type { AuditEntry } from '#src/audit/entry.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { adminResource } from '#src/registry/built-in/names.ts'
import type { Author } from '#src/registry/store/change.ts'
import type { Actor } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'

/**
 * Does the work of an operation. What it refuses is in the audit trail before the answer leaves; by then it is known who
 * asks, so that nobody without a token fills the trail.
 *
 * @throws whatever the work throws. {StoreUnavailable} when the refusal could not be recorded.
 */
export async function withRefusalsAudited<T>(
  operation: { readonly id: string },
  actor: Actor,
  { audit }: Pick<AdminParts, 'audit'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof BrokerError) await audit.append(refusalOf(operation, actor, error))
    throw error
  }
}

function refusalOf(
  { id }: { readonly id: string },
  { author, pid, organisations }: Actor,
  { reason }: BrokerError,
): AuditEntry {
  const [organisation, ...others] = organisations
  return {
    event: 'request.refused',
    outcome: 'refused',
    reason,
    actor: auditActorOf(author),
    ...(author.kind === 'person' ? {} : { clientId: author.id }),
    // Of somebody who acts for several it is not known for whom.
    ...(others.length > 0 ? {} : { organisation }),
    api: adminResource,
    pid,
    details: { operation: id, ...operatingSystemOf(author) },
  }
}

/** An author as the audit trail names it. */
export function auditActorOf({ kind, id, onBehalfOf }: Author): AuditEntry['actor'] {
  return { kind, id, ...(onBehalfOf === undefined ? {} : { onBehalfOf }) }
}

/** Where the operator's command ran, for the details of a record. */
export function operatingSystemOf({ osUser, osHost }: Author): Readonly<Record<string, string>> {
  return {
    ...(osUser === undefined ? {} : { os_user: osUser }),
    ...(osHost === undefined ? {} : { os_host: osHost }),
  }
}
