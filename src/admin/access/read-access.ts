import { sql } from 'kysely'
import type { Database } from '#src/store/database.ts'
import type { RegistryAccessTables } from '#src/store/tables/registry-access.ts'

export type AccessRow = RegistryAccessTables['registry_access']

/** Rows that one index brings in their order. */
interface Lane {
  readonly organisation?: string
  readonly scope?: string
}

export interface AccessQuery {
  /** Whose clients and which scopes may be seen; undefined: all. A row is seen for either. */
  readonly visible: { readonly organisations: readonly string[]; readonly scopes: readonly string[] } | undefined
  readonly client?: string | undefined
  /** Undefined: any. */
  readonly scopes?: readonly string[] | undefined
  readonly organisation?: string | undefined
  readonly status?: string | undefined
  readonly after?: Pick<AccessRow, 'scope' | 'client_id'> | undefined
  readonly limit: number
}

/**
 * One page in the order of scopes and then clients. Each of the ways in which a row may be seen is a query of its own
 * that an index answers in this order; one query for all of them would sort a million rows for a page of fifty.
 *
 * @returns up to `limit` rows. @throws {StoreUnavailable}
 */
export async function readAccess(database: Database, query: AccessQuery): Promise<readonly AccessRow[]> {
  const found = new Map<string, AccessRow>()
  for (const lane of lanesOf(query)) {
    const { scope } = lane
    const before = [...found.values()].filter((row) => scope !== undefined && row.scope < scope)
    // Whatever this one and the next have comes after a page that is full.
    if (before.length >= query.limit) break
    for (const row of await readLane(database, lane, query)) found.set(`${row.scope} ${row.client_id}`, row)
  }
  return [...found.values()].sort(compareRows).slice(0, query.limit)
}

/** Those without a scope first, then by scope. */
function lanesOf({ visible, scopes, organisation, after }: AccessQuery): readonly Lane[] {
  const seen: readonly Lane[] =
    visible === undefined
      ? [{}]
      : [...visible.organisations.map((own) => ({ organisation: own })), ...visible.scopes.map((scope) => ({ scope }))]
  return seen
    .flatMap((lane): readonly Lane[] => {
      if (scopes === undefined) return [lane]
      if (lane.scope !== undefined) return scopes.includes(lane.scope) ? [lane] : []
      return scopes.map((scope) => ({ ...lane, scope }))
    })
    .flatMap((lane): readonly Lane[] => {
      if (organisation === undefined) return [lane]
      return lane.organisation === undefined || lane.organisation === organisation ? [{ ...lane, organisation }] : []
    })
    .filter(({ scope }) => scope === undefined || after === undefined || scope >= after.scope)
    .sort((a, b) => compare(a.scope ?? '', b.scope ?? ''))
}

function readLane({ query: database }: Database, lane: Lane, query: AccessQuery): Promise<readonly AccessRow[]> {
  const { client, status, after, limit } = query
  let rows = database
    .selectFrom('registry_access')
    .select(['client_id', 'scope', 'organisation', 'status'])
    .orderBy('scope')
    .orderBy('client_id')
    .limit(limit)
  if (client !== undefined) rows = rows.where('client_id', '=', client)
  if (lane.organisation !== undefined) rows = rows.where('organisation', '=', lane.organisation)
  if (lane.scope !== undefined) rows = rows.where('scope', '=', lane.scope)
  if (status !== undefined) {
    // Of a client or an organisation there are few: an index by status is not to be chosen for them.
    const isNarrow = client !== undefined || lane.organisation !== undefined
    rows = isNarrow ? rows.where(sql<boolean>`status || '' = ${status}`) : rows.where('status', '=', status)
  }
  if (after !== undefined) rows = rows.where(sql<boolean>`(scope, client_id) > (${after.scope}, ${after.client_id})`)
  return rows.execute()
}

function compareRows(a: AccessRow, b: AccessRow): number {
  return compare(a.scope, b.scope) || compare(a.client_id, b.client_id)
}

/** As the column's order has it in both databases: bytes of ASCII. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
