import type { Database } from '#src/store/database.ts'
import type { AuditTables } from '#src/store/tables/audit.ts'

export type AuditRow = AuditTables['audit_record']

/** Rows that one query brings. An audit of years is read without ever being in memory. */
const pageRows = 1000

/** All rows from the first to `last`, in order. A row that somebody put in twice or out of place comes as it is. */
export async function* readRows(database: Database, last: number): AsyncGenerator<AuditRow> {
  for (let after = 0; ; ) {
    const rows = await database.query
      .selectFrom('audit_record')
      .selectAll()
      .where('seq', '>', after)
      .where('seq', '<=', last)
      .orderBy('seq')
      .limit(pageRows)
      .execute()
    yield* rows
    const end = rows.at(-1)
    if (end === undefined) return
    after = end.seq
    // The embedded database answers at once: without this nobody else would get a turn until the end.
    await new Promise((resolve) => setImmediate(resolve))
  }
}
