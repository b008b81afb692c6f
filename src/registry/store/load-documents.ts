import type { Database } from '#src/store/database.ts'
import { type EntityKind, entityKinds, isEntityKind } from '../entity-kind.ts'
import { type DocumentChange, Documents } from './documents.ts'
import { packDocuments, type StoredDocument } from './stored-document.ts'

/** Rows that one query brings: small, so that what is read is gone again before it is moved to where garbage stays long. */
const pageRows = 100

/** The newest revision. @throws {StoreUnavailable} */
export async function readHead({ query }: Database): Promise<number> {
  const row = await query.selectFrom('registry_head').select('revision').where('id', '=', 1).executeTakeFirst()
  return row?.revision ?? 0
}

/**
 * Everything that is registered. What changes while it is read is read again by {@link loadChanges}.
 * @throws {StoreUnavailable}
 */
export async function loadDocuments(database: Database): Promise<Documents> {
  const head = await readHead(database)
  const documents: StoredDocument[] = []
  for (const kind of entityKinds) await loadKind(database, kind, documents)
  return loadChanges(database, Documents.of(head, documents))
}

async function loadKind({ query }: Database, kind: EntityKind, into: StoredDocument[]): Promise<void> {
  for (let last = ''; ; ) {
    const rows = await query
      .selectFrom('registry_entity')
      .select(['id', 'revision', 'document'])
      .where('kind', '=', kind)
      .where('id', '>', last)
      .orderBy('id')
      .limit(pageRows)
      .execute()
    const page = packDocuments(rows.map(({ id, revision, document }) => ({ kind, id, revision, text: document })))
    into.push(...page.flatMap((document) => document ?? []))
    const end = rows.at(-1)
    if (end === undefined) return
    last = end.id
  }
}

/**
 * What was changed since, and nothing else.
 * @returns the same documents when nothing was. @throws {StoreUnavailable}
 */
export async function loadChanges(database: Database, documents: Documents): Promise<Documents> {
  const head = await readHead(database)
  if (head === documents.revision) return documents
  // A backup was put back, or another database: nothing that is in memory can be relied on.
  if (head < documents.revision) return loadDocuments(database)
  const changes: DocumentChange[] = []
  for (let revision = documents.revision + 1; revision <= head; revision += 1) {
    for (let last = { kind: '', id: '' }; ; ) {
      const rows = await changesOf(database, revision, last)
      for (const { kind, id, after } of rows) {
        if (isEntityKind(kind)) changes.push({ kind, id, revision, text: after ?? undefined })
      }
      const end = rows.at(-1)
      if (end === undefined) break
      last = end
    }
  }
  return documents.with(head, changes)
}

function changesOf({ query }: Database, revision: number, last: { readonly kind: string; readonly id: string }) {
  return query
    .selectFrom('registry_history')
    .select(['kind', 'id', 'after'])
    .where('revision', '=', revision)
    .where(({ eb, or, and }) =>
      or([eb('kind', '>', last.kind), and([eb('kind', '=', last.kind), eb('id', '>', last.id)])]),
    )
    .orderBy('kind')
    .orderBy('id')
    .limit(pageRows)
    .execute()
}
