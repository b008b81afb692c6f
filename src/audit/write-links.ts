import type { Transaction } from 'kysely'
import type { Database } from '#src/store/database.ts'
import type { Tables } from '#src/store/tables/tables.ts'
import type { UnplacedRecord } from './build-record.ts'
import type { ChainHead, Link } from './chain.ts'
import { columnsOf } from './columns.ts'
import { countRecords } from './count-records.ts'

/**
 * One transaction: takes the head of the chain, lets the records be placed after it, and writes them. Whoever changes the
 * head's row holds it until the end: on PostgreSQL the nodes take turns from there on.
 *
 * @param known where this node last saw the head. As a rule nobody has added anything since, and one step takes it. A
 *   chain that has become shorter was cut, or comes from a backup: nothing is added to it.
 * @returns the new head.
 */
export function writeLinks(
  database: Database,
  known: ChainHead,
  place: (head: ChainHead) => readonly Link[],
): Promise<ChainHead> {
  return database.write(async (transaction) => {
    let links = place(known)
    if (!(await moveHead(transaction, known, links))) {
      const head = await lockHead(transaction)
      if (head.seq <= known.seq) throw new Error('the audit trail is shorter than it was')
      links = place(head)
      if (!(await moveHead(transaction, head, links))) throw new Error('the head of the audit trail is not held')
    }
    await insertLinks(transaction, links)
    const { seq, mac } = links.at(-1) ?? known
    return { seq, mac }
  })
}

/** Rows of one statement: both databases have a limit on parameters. */
const statementRows = 500

/**
 * The same inside somebody else's transaction, as its last step: the head of the chain is held until it ends.
 * @returns the new head, once that transaction is committed.
 */
export async function writeLinksIn(
  transaction: Transaction<Tables>,
  records: readonly UnplacedRecord[],
  place: (head: ChainHead, records: readonly UnplacedRecord[]) => readonly Link[],
): Promise<ChainHead> {
  const begin = await lockHead(transaction)
  let head = begin
  // Placed as they are written: a database gives up a transaction that is silent for long.
  for (let from = 0; from < records.length; from += statementRows) {
    const links = place(head, records.slice(from, from + statementRows))
    await insertLinks(transaction, links)
    head = links.at(-1) ?? head
  }
  const { seq, mac } = head
  if (!(await moveHead(transaction, begin, [{ seq, mac }]))) throw new Error('the head of the audit trail is not held')
  return { seq, mac }
}

async function insertLinks(transaction: Transaction<Tables>, links: readonly Link[]): Promise<void> {
  await transaction
    .insertInto('audit_record')
    .values(links.map(({ record, text, mac }) => ({ ...columnsOf(record), record: text, mac })))
    .execute()
  await countRecords(
    transaction,
    links.map(({ record }) => record),
  )
}

/** @returns false when the head is not where it was thought to be. */
async function moveHead(
  transaction: Transaction<Tables>,
  from: ChainHead,
  links: readonly ChainHead[],
): Promise<boolean> {
  const { seq, mac } = links.at(-1) ?? from
  const { numUpdatedRows } = await transaction
    .updateTable('audit_head')
    .set({ seq, mac })
    .where('id', '=', 1)
    .where('seq', '=', from.seq)
    .where('mac', '=', from.mac)
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** An update that changes nothing: it holds the row. */
function lockHead(transaction: Transaction<Tables>): Promise<ChainHead> {
  return transaction
    .updateTable('audit_head')
    .set((row) => ({ seq: row.ref('seq') }))
    .where('id', '=', 1)
    .returning(['seq', 'mac'])
    .executeTakeFirstOrThrow()
}
