import { sql } from 'kysely'
import type { EntityKind, EntityRef } from '#src/registry/entity-kind.ts'
import { etagOf } from '#src/registry/store/etag.ts'
import type { Database } from '#src/store/database.ts'
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

/**
 * One page of one kind in the order of the ids, of what is the actor's to see: from the database, which has the orders
 * and indexes for it, and shows every change that was acknowledged on any node.
 *
 * @throws {StoreUnavailable}
 */
export async function readEntities(
  { query: database }: Database,
  actor: Actor,
  kind: EntityKind,
  { after, limit, ...filter }: EntityFilter & { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly (EntityItem & EntityRef)[]; readonly next?: string }> {
  let query = database
    .selectFrom('registry_entity')
    .select(['id', 'revision', 'document'])
    .where('kind', '=', kind)
    .orderBy('id')
    .limit(limit + 1)
  if (!isOperator(actor)) query = query.where('organisation', 'in', [...actor.organisations])
  if (after !== undefined) query = query.where('id', '>', after)
  if (filter.organisation !== undefined) query = query.where('organisation', '=', filter.organisation)
  if (filter.status !== undefined) query = query.where('status', '=', filter.status)
  if (filter.q !== undefined) {
    const pattern = `%${filter.q.toLowerCase().replace(/[!%_]/g, '!$&')}%`
    query = query.where(sql<boolean>`lower(document) like ${pattern} escape '!'`)
  }
  const rows = await query.execute()
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
