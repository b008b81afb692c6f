import { referenceCodeOf } from '#src/operations/correlation.ts'
import type { AuditTables } from '#src/store/tables/audit.ts'
import type { AuditRecord } from './record.ts'

/** The columns that are searched, each taken from the record that the chain protects. */
export function columnsOf(record: AuditRecord): Omit<AuditTables['audit_record'], 'record' | 'mac'> {
  const { seq, time, event, client_id, organisation, person, correlation_id } = record
  return {
    seq,
    at: Date.parse(time),
    event,
    client_id: client_id ?? null,
    organisation: organisation ?? null,
    person: person?.digest ?? null,
    reference: correlation_id === undefined ? null : referenceCodeOf(correlation_id),
  }
}
