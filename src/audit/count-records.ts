import type { Transaction } from 'kysely'
import { osloDateAt } from '#src/person/age.ts'
import type { AuditCountTables } from '#src/store/tables/audit-count.ts'
import type { Tables } from '#src/store/tables/tables.ts'
import type { AuditEvent } from './events.ts'
import type { AuditRecord } from './record.ts'

/** What is counted: what people want to know of many records at once, and of each client. */
export type CountedEvent = Extract<AuditEvent, 'token.issued' | 'login.completed' | 'login.refused'>

const counted: readonly AuditEvent[] = ['token.issued', 'login.completed', 'login.refused'] satisfies CountedEvent[]

type Count = AuditCountTables['audit_count']

/**
 * Counts records by day, client, API and provider, in the transaction that writes them: how much a client was used in
 * thirty days is then a few rows, and not a million records to go through while somebody waits for a token.
 */
export async function countRecords(transaction: Transaction<Tables>, records: readonly AuditRecord[]): Promise<void> {
  const counts = countsOf(records)
  if (counts.length === 0) return
  await transaction
    .insertInto('audit_count')
    .values([...counts])
    .onConflict((conflict) =>
      conflict.columns(['client_id', 'event', 'api', 'day', 'idp']).doUpdateSet((row) => ({
        records: row('audit_count.records', '+', row.ref('excluded.records')),
        last_at: row.ref('excluded.last_at'),
      })),
    )
    .execute()
}

function countsOf(records: readonly AuditRecord[]): readonly Count[] {
  const counts = new Map<string, Count>()
  for (const { event, time, client_id = '', api = '', idp = '' } of records) {
    if (!counted.includes(event)) continue
    const last_at = Date.parse(time)
    const day = osloDateAt(Math.floor(last_at / 1000))
    const key = JSON.stringify([client_id, event, api, day, idp])
    const known = counts.get(key)
    counts.set(key, { client_id, event, api, idp, day, records: (known?.records ?? 0) + 1, last_at })
  }
  return [...counts.values()]
}
