import type { Database } from '#src/store/database.ts'
import type { Chain, ChainHead } from './chain.ts'
import { columnsOf } from './columns.ts'
import { type AuditRow, readRows } from './read-rows.ts'
import { parseRecord } from './record.ts'

/** What is wrong with the record at `seq`, the first at which something is. */
export interface Break {
  readonly seq: number
  readonly problem: /** It is not there, and later ones are. */
    | 'missing'
    /** It, its MAC or its place is not what was written. */
    | 'changed'
    /** The record is whole, but a column that is searched says something else. */
    | 'column changed'
    /** The end of the chain is not where it should be: records were cut off, or added without the key. */
    | 'end changed'
    /** An end that was noted in the other store is not in the chain: records were cut off or replaced. */
    | 'cut off'
}

export type Verdict = {
  readonly records: number
  /** The last end that was noted in the other store; records after it could be cut off without a trace. */
  readonly anchored: number
  readonly firstBreak?: Break
}

/**
 * Walks the chain from its beginning and stops at the first record that is not as it was written. Records that are
 * appended meanwhile are left for the next time.
 *
 * @param anchor the newest end of the chain that was noted outside this database, read before this is called.
 * @throws {StoreUnavailable}
 */
export async function verifyTrail(parts: {
  readonly database: Database
  readonly chain: Chain
  readonly anchor: ChainHead | undefined
}): Promise<Verdict> {
  const { database, chain, anchor } = parts
  const anchored = anchor?.seq ?? 0
  const head = await headOf(database)
  let end: ChainHead = { seq: 0, mac: '' }
  const broken = (seq: number, problem: Break['problem']): Verdict => ({
    records: end.seq,
    anchored,
    firstBreak: { seq, problem },
  })
  for await (const row of readRows(database, Number.MAX_SAFE_INTEGER)) {
    if (row.seq > head.seq && (await headOf(database)).seq >= row.seq) break
    const problem = problemOf(row, end, chain)
    if (problem !== undefined) return broken(problem === 'missing' ? end.seq + 1 : row.seq, problem)
    if (row.seq === anchor?.seq && row.mac !== anchor.mac) return broken(row.seq, 'cut off')
    if (row.seq > head.seq) return broken(row.seq, 'end changed')
    end = row
  }
  if (end.seq < anchored) return broken(end.seq + 1, 'cut off')
  if (end.seq !== head.seq || end.mac !== head.mac) return broken(end.seq + 1, 'end changed')
  return { records: end.seq, anchored }
}

function problemOf(row: AuditRow, end: ChainHead, chain: Chain): Break['problem'] | undefined {
  if (row.seq !== end.seq + 1) return 'missing'
  const record = parseRecord(row.record)
  if (record === undefined || record.seq !== row.seq || row.mac !== chain.mac(end.mac, row.record)) return 'changed'
  const { record: _text, mac: _mac, ...columns } = row
  const expected: Readonly<Record<string, unknown>> = columnsOf(record)
  return Object.entries(columns).every(([name, value]) => expected[name] === value) ? undefined : 'column changed'
}

async function headOf(database: Database): Promise<ChainHead> {
  const row = await database.query
    .selectFrom('audit_head')
    .select(['seq', 'mac'])
    .where('id', '=', 1)
    .executeTakeFirst()
  // Taken out: as if nothing had been written, which the records then contradict.
  return row ?? { seq: 0, mac: '' }
}
