import { referenceCodeOf } from '#src/operations/correlation.ts'
import type { Database } from '#src/store/database.ts'
import type { AuditEvent } from './events.ts'
import type { PersonSeal } from './person-seal.ts'
import { type AuditRecord, parseRecord } from './record.ts'

/** What to look for; every member that is there must fit. */
export interface AuditFilter {
  readonly clientId?: string | undefined
  /** National identity number; only its digest is looked for. */
  readonly pid?: string | undefined
  readonly organisation?: string | undefined
  /** Organisations beside which nothing is to be found; undefined: all there is. */
  readonly within?: readonly string[] | undefined
  readonly event?: AuditEvent | undefined
  /** A whole correlation id, or its reference code as a page shows it. */
  readonly correlation?: string | undefined
  /** Milliseconds since the epoch, the first that counts and the first that no longer does. */
  readonly from?: number | undefined
  readonly until?: number | undefined
}

export interface AuditPage {
  readonly records: readonly AuditRecord[]
  /** Give it as `before` for the next page; undefined on the last. */
  readonly next: number | undefined
}

const referenceLength = 10

/** One page, newest first. @throws {StoreUnavailable} */
export async function searchTrail(
  parts: { readonly database: Database; readonly persons: PersonSeal },
  filter: AuditFilter,
  page: { readonly before?: number | undefined; readonly limit: number },
): Promise<AuditPage> {
  let query = matching(parts, filter)
    .orderBy('seq', 'desc')
    .limit(page.limit + 1)
  if (page.before !== undefined) query = query.where('seq', '<', page.before)
  const rows = await query.execute()
  const shown = rows.slice(0, page.limit)
  return {
    records: shown
      .flatMap(({ record }) => parseRecord(record) ?? [])
      .filter(({ correlation_id }) => isWhole(filter, correlation_id)),
    next: rows.length > page.limit ? shown.at(-1)?.seq : undefined,
  }
}

/** Rows that one query brings while exporting. */
const exportRows = 1000

/** Every match, oldest first, as JSON Lines: the very text that the chain is made over. @throws {StoreUnavailable} */
export async function* exportTrail(
  parts: { readonly database: Database; readonly persons: PersonSeal },
  filter: AuditFilter,
): AsyncGenerator<string> {
  for (let after = 0; ; ) {
    const rows = await matching(parts, filter).where('seq', '>', after).orderBy('seq').limit(exportRows).execute()
    for (const { record } of rows) {
      if (isWhole(filter, parseRecord(record)?.correlation_id)) yield `${record}\n`
    }
    const end = rows.at(-1)
    if (end === undefined) return
    after = end.seq
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function matching(
  { database, persons }: { readonly database: Database; readonly persons: PersonSeal },
  filter: AuditFilter,
) {
  const { clientId, pid, organisation, within, event, correlation, from, until } = filter
  let query = database.query.selectFrom('audit_record').select(['seq', 'record'])
  if (clientId !== undefined) query = query.where('client_id', '=', clientId)
  if (pid !== undefined) query = query.where('person', '=', persons.digest(pid))
  if (organisation !== undefined) query = query.where('organisation', '=', organisation)
  if (within !== undefined) query = query.where('organisation', 'in', within)
  if (event !== undefined) query = query.where('event', '=', event)
  if (correlation !== undefined) query = query.where('reference', '=', referenceCodeOf(lettersOf(correlation)))
  if (from !== undefined) query = query.where('at', '>=', from)
  if (until !== undefined) query = query.where('at', '<', until)
  return query
}

/** As read aloud or typed: in any case, with or without the dash. */
function lettersOf(correlation: string): string {
  return correlation.toUpperCase().replaceAll('-', '')
}

/** The index knows the first ten characters; somebody who gave all of them means exactly that one. */
function isWhole({ correlation }: AuditFilter, found: string | undefined): boolean {
  if (correlation === undefined) return true
  const letters = lettersOf(correlation)
  return letters.length <= referenceLength || letters === found
}
