import type { Database } from '#src/store/database.ts'
import type { RegistryTables } from '#src/store/tables/registry.ts'
import { compareIds } from '../entity-index.ts'
import { type EntityRef, entityKinds, isEntityKind, refKey } from '../entity-kind.ts'
import type { Author } from './change.ts'

/** One revision: who, when, why. */
export interface Revision {
  readonly number: number
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly author: Author
  readonly reason: string
}

/** What became of one entity between two revisions. Canonical JSON; undefined: it is not there. */
export interface EntityDifference extends EntityRef {
  readonly before: string | undefined
  readonly after: string | undefined
}

/**
 * Newest first.
 * @param page `before`: a number that was seen, for the next page. `organisations`: only what touched theirs.
 * @throws {StoreUnavailable}
 */
export async function listRevisions(
  { query }: Database,
  page: { readonly before?: number | undefined; readonly limit: number; readonly organisations?: readonly string[] },
): Promise<readonly Revision[]> {
  const { before = Number.MAX_SAFE_INTEGER, organisations, limit } = page
  let revisions = query
    .selectFrom('registry_revision')
    .selectAll()
    .where('number', '<', before)
    .orderBy('number', 'desc')
    .limit(limit)
  if (organisations !== undefined) {
    const touching = query.selectFrom('registry_history').select('revision').where('organisation', 'in', organisations)
    revisions = revisions.where('number', 'in', touching)
  }
  const rows = await revisions.execute()
  return rows.flatMap((row) => buildRevision(row) ?? [])
}

/** @returns undefined when there is none. @throws {StoreUnavailable} */
export async function findRevision({ query }: Database, number: number): Promise<Revision | undefined> {
  const row = await query.selectFrom('registry_revision').selectAll().where('number', '=', number).executeTakeFirst()
  return row === undefined ? undefined : buildRevision(row)
}

const authorKinds: readonly Author['kind'][] = ['client', 'person', 'operator', 'broker']

function buildRevision(row: RegistryTables['registry_revision']): Revision | undefined {
  const kind = authorKinds.find((name) => name === row.author_kind)
  if (kind === undefined) return undefined
  const author = {
    kind,
    id: row.author,
    ...(row.on_behalf_of === null ? {} : { onBehalfOf: row.on_behalf_of }),
    ...(row.os_user === null ? {} : { osUser: row.os_user }),
    ...(row.os_host === null ? {} : { osHost: row.os_host }),
  }
  return { number: row.number, at: row.at, author, reason: row.reason }
}

/**
 * What is different at `to` from what was at `from`, in whichever order the two came. Revision 0 is the empty registry.
 * @throws {StoreUnavailable}
 */
export async function diffRevisions(
  database: Database,
  from: number,
  to: number,
): Promise<readonly EntityDifference[]> {
  const [low, high] = from <= to ? [from, to] : [to, from]
  const differences = await changesBetween(database, low, high)
  return from <= to
    ? differences
    : differences.map(({ before, after, ...ref }) => ({ ...ref, before: after, after: before }))
}

async function changesBetween({ query }: Database, low: number, high: number): Promise<readonly EntityDifference[]> {
  const rows = await query
    .selectFrom('registry_history')
    .selectAll()
    .where('revision', '>', low)
    .where('revision', '<=', high)
    .orderBy('revision')
    .execute()
  const differences = new Map<string, EntityDifference>()
  for (const { kind, id, before, after } of rows) {
    if (!isEntityKind(kind)) continue
    const key = refKey({ kind, id })
    const first = differences.get(key)
    const begin = first === undefined ? (before ?? undefined) : first.before
    differences.set(key, { kind, id, before: begin, after: after ?? undefined })
  }
  return [...differences.values()].filter(({ before, after }) => before !== after).sort(compareRefs)
}

function compareRefs(a: EntityRef, b: EntityRef): number {
  return entityKinds.indexOf(a.kind) - entityKinds.indexOf(b.kind) || compareIds(a.id, b.id)
}

/** One entity as it was at a revision. @returns undefined when it was not there. @throws {StoreUnavailable} */
export async function entityAt(
  { query }: Database,
  { kind, id }: EntityRef,
  revision: number,
): Promise<{ readonly revision: number; readonly text: string } | undefined> {
  const row = await query
    .selectFrom('registry_history')
    .select(['revision', 'after'])
    .where('kind', '=', kind)
    .where('id', '=', id)
    .where('revision', '<=', revision)
    .orderBy('revision', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined || row.after === null ? undefined : { revision: row.revision, text: row.after }
}

/** Every revision that changed one entity, newest first. @throws {StoreUnavailable} */
export async function revisionsOf({ query }: Database, { kind, id }: EntityRef): Promise<readonly Revision[]> {
  const rows = await query
    .selectFrom('registry_history')
    .innerJoin('registry_revision', 'registry_revision.number', 'registry_history.revision')
    .selectAll('registry_revision')
    .where('kind', '=', kind)
    .where('id', '=', id)
    .orderBy('number', 'desc')
    .execute()
  return rows.flatMap((row) => buildRevision(row) ?? [])
}
