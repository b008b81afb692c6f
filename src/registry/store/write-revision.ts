import type { Transaction } from 'kysely'
import type { Tables } from '#src/store/tables/tables.ts'
import type { Author, Plan, PlannedChange } from './change.ts'
import { writeAccess } from './write-access.ts'

/** Rows of one statement: both databases have a limit on parameters. */
const statementRows = 500

/**
 * The rows of one revision. The head's row is held from the first statement to the end of the transaction: revisions are
 * made one after the other, over all nodes.
 *
 * @returns false, and nothing is written, when the head is not the one that the plan was made on.
 */
export async function writeRevision(
  transaction: Transaction<Tables>,
  parts: { readonly plan: Plan; readonly author: Author; readonly reason: string; readonly nowMilliseconds: number },
): Promise<boolean> {
  const { plan, author, reason } = parts
  const revision = plan.base + 1
  const { numUpdatedRows } = await transaction
    .updateTable('registry_head')
    .set({ revision })
    .where('id', '=', 1)
    .where('revision', '=', plan.base)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows !== 1n) return false
  await transaction
    .insertInto('registry_revision')
    .values({
      number: revision,
      at: parts.nowMilliseconds,
      author_kind: author.kind,
      author: author.id,
      on_behalf_of: author.onBehalfOf ?? null,
      os_user: author.osUser ?? null,
      os_host: author.osHost ?? null,
      reason,
    })
    .execute()
  for (let from = 0; from < plan.changes.length; from += statementRows) {
    await writeChanges(transaction, revision, plan.changes.slice(from, from + statementRows))
  }
  await writeAccess(transaction, plan.changes)
  return true
}

async function writeChanges(
  transaction: Transaction<Tables>,
  revision: number,
  changes: readonly PlannedChange[],
): Promise<void> {
  const history = changes.map(({ kind, id, before = null, after = null, organisation }) => {
    return { revision, kind, id, before, after, organisation }
  })
  await transaction.insertInto('registry_history').values(history).execute()
  const rows = changes.flatMap(({ kind, id, after, organisation, status }) =>
    after === undefined ? [] : [{ kind, id, revision, document: after, organisation, status }],
  )
  if (rows.length > 0) {
    await transaction
      .insertInto('registry_entity')
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(['kind', 'id']).doUpdateSet((row) => ({
          revision: row.ref('excluded.revision'),
          document: row.ref('excluded.document'),
          organisation: row.ref('excluded.organisation'),
          status: row.ref('excluded.status'),
        })),
      )
      .execute()
  }
  for (const { kind, id } of changes.filter(({ after }) => after === undefined)) {
    await transaction.deleteFrom('registry_entity').where('kind', '=', kind).where('id', '=', id).execute()
  }
}
