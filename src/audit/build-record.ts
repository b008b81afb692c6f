import { reasons } from '#src/http/reasons.ts'
import type { AuditEntry } from './entry.ts'
import type { PersonSeal } from './person-seal.ts'
import type { AuditRecord } from './record.ts'

/** A record that has no place in the chain yet. */
export type UnplacedRecord = Omit<AuditRecord, 'seq'>

/** An entry in the form in which it is kept. Members without a value are left out. */
export function buildRecord(
  entry: AuditEntry,
  parts: {
    readonly persons: PersonSeal
    readonly nowMilliseconds: number
    readonly correlationId: string | undefined
  },
): UnplacedRecord {
  const { actor, reason, pid } = entry
  const record = {
    time: new Date(parts.nowMilliseconds).toISOString(),
    event: entry.event,
    outcome: entry.outcome,
    reason,
    reason_number: reason === undefined ? undefined : reasons[reason].number,
    actor: present({ kind: actor.kind, id: actor.id, on_behalf_of: actor.onBehalfOf }),
    client_id: entry.clientId,
    organisation: entry.organisation,
    api: entry.api,
    idp: entry.idp,
    level: entry.level,
    person: pid === undefined ? undefined : parts.persons.seal(pid),
    correlation_id: parts.correlationId,
    details: entry.details,
    before: entry.before,
    after: entry.after,
  }
  return present(record)
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** Without the members that are undefined; JSON has no such value. */
function present<T extends object>(members: T): Present<T> {
  // What is filtered out is exactly what the type takes away; optional members stay optional in a record.
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Present<T>
}
