import { type RawBuilder, sql } from 'kysely'
import type { EntityKind, EntityRef } from '#src/registry/entity-kind.ts'
import { etagOf } from '#src/registry/store/etag.ts'
import type { Database } from '#src/store/database.ts'
import type { RegistryTables } from '#src/store/tables/registry.ts'
import { type Actor, isOperator } from '../actor.ts'

/** What an answer shows of an entity. */
export interface EntityItem {
  readonly etag: string
  readonly document: unknown
}

export interface EntityFilter {
  readonly organisation?: string | undefined
  readonly status?: string | undefined
  /** Text within the document, in any case. */
  readonly q?: string | undefined
}

/** Entities whose text one query goes through: some milliseconds, in which nobody else gets a turn. */
const searchedAtOnce = 2000

/**
 * One page of one kind in the order of the ids, of what is the actor's to see: from the database, which has the orders
 * and indexes for it, and shows every change that was acknowledged on any node.
 *
 * @throws {StoreUnavailable}
 */
export async function readEntities(
  database: Database,
  actor: Actor,
  kind: EntityKind,
  { after, limit, ...filter }: EntityFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly (EntityItem & EntityRef)[]; readonly next?: string }> {
  const rows: EntityRow[] = []
  for (let from = after; ; ) {
    const until = filter.q === undefined ? undefined : await endOfStretch(database, kind, from)
    rows.push(...(await readStretch(database, actor, kind, { ...filter, from, until, limit: limit + 1 - rows.length })))
    if (until === undefined || rows.length > limit) break
    from = until
    await new Promise((resolve) => setImmediate(resolve))
  }
  const shown = rows.slice(0, limit)
  const items = shown.map(({ id, revision, document }) => ({
    kind,
    id,
    etag: etagOf({ kind, id, revision }),
    document: JSON.parse(document),
  }))
  const last = shown.at(-1)
  return rows.length > limit && last !== undefined ? { items, next: last.id } : { items }
}

type EntityRow = Pick<RegistryTables['registry_entity'], 'id' | 'revision' | 'document'>

/** The id up to which a search goes at once; undefined: to the end. */
async function endOfStretch({ query }: Database, kind: EntityKind, from = ''): Promise<string | undefined> {
  const row = await query
    .selectFrom('registry_entity')
    .select('id')
    .where('kind', '=', kind)
    .where('id', '>', from)
    .orderBy('id')
    .limit(1)
    .offset(searchedAtOnce)
    .executeTakeFirst()
  return row?.id
}

function readStretch(
  { query: database }: Database,
  actor: Actor,
  kind: EntityKind,
  stretch: EntityFilter & {
    readonly from: string | undefined
    readonly until: string | undefined
    readonly limit: number
  },
): Promise<readonly EntityRow[]> {
  const { from, until, limit, ...filter } = stretch
  let query = database
    .selectFrom('registry_entity')
    .select(['id', 'revision', 'document'])
    .where('kind', '=', kind)
    .orderBy('id')
    .limit(limit)
  if (!isOperator(actor)) query = query.where('organisation', 'in', [...actor.organisations])
  if (from !== undefined) query = query.where('id', '>', from)
  if (until !== undefined) query = query.where('id', '<=', until)
  if (filter.organisation !== undefined) query = query.where('organisation', '=', filter.organisation)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.q !== undefined) {
    const pattern = `%${filter.q.toLowerCase().replace(/[!%_]/g, '!$&')}%`
    query = query.where(sql<boolean>`${loweredFor(pattern)} like ${pattern} escape '!'`)
  }
  return query.execute()
}

/** SQLite lowers the letters of ASCII alone. Those that are looked for beyond it are lowered one by one. */
function loweredFor(pattern: string): RawBuilder<string> {
  const letters = [...new Set(pattern)].filter((letter) => letter > '\u007f' && letter.toUpperCase() !== letter)
  return letters.reduce(
    (text, letter) => sql<string>`replace(${text}, ${letter.toUpperCase()}, ${letter})`,
    sql<string>`lower(document)`,
  )
}
