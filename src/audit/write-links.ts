import type { Database } from '#src/store/database.ts'
import type { ChainHead, Link } from './chain.ts'
import { columnsOf } from './columns.ts'

/**
 * One transaction: locks the head of the chain, lets the records be placed after it, and writes them.
 *
 * @param known where this node last saw the head. A shorter chain was cut, or comes from a backup: nothing is added to it.
 * @returns the new head.
 */
export function writeLinks(
  database: Database,
  known: ChainHead,
  place: (head: ChainHead) => readonly Link[],
): Promise<ChainHead> {
  return database.write(async (transaction) => {
    // The update locks the row: on PostgreSQL the nodes take turns from here on.
    const head = await transaction
      .updateTable('audit_head')
      .set((row) => ({ seq: row.ref('seq') }))
      .where('id', '=', 1)
      .returning(['seq', 'mac'])
      .executeTakeFirstOrThrow()
    if (head.seq < known.seq) throw new Error('the audit trail is shorter than it was')
    const links = place(head)
    const { seq, mac } = links.at(-1) ?? head
    await transaction
      .insertInto('audit_record')
      .values(links.map(({ record, text, mac: link }) => ({ ...columnsOf(record), record: text, mac: link })))
      .execute()
    await transaction.updateTable('audit_head').set({ seq, mac }).where('id', '=', 1).execute()
    return { seq, mac }
  })
}
