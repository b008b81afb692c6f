import type { Transaction } from 'kysely'
import { z } from 'zod'
import type { Tables } from '#src/store/tables/tables.ts'
import type { PlannedChange } from './change.ts'

/** Rows of one statement: both databases have a limit on parameters. */
const statementRows = 500

const documentSchema = z.object({ access: z.array(z.object({ scope: z.string(), status: z.string() })) })

/** Keeps the rows by which access is searched like the documents, in the transaction that writes those. */
export async function writeAccess(transaction: Transaction<Tables>, changes: readonly PlannedChange[]): Promise<void> {
  const touched = changes.filter(isTouched)
  // What is new has no rows yet.
  const old = touched.filter(({ before }) => before !== undefined).map(({ id }) => id)
  for (let from = 0; from < old.length; from += statementRows) {
    const ids = old.slice(from, from + statementRows)
    await transaction.deleteFrom('registry_access').where('client_id', 'in', ids).execute()
  }
  const rows = touched.flatMap(({ id, organisation, after }) =>
    after === undefined
      ? []
      : documentSchema.parse(JSON.parse(after)).access.map((access) => ({ ...access, client_id: id, organisation })),
  )
  for (let from = 0; from < rows.length; from += statementRows) {
    const values = rows.slice(from, from + statementRows)
    await transaction.insertInto('registry_access').values(values).execute()
  }
}

function isTouched({ kind, action, members }: PlannedChange): boolean {
  if (kind !== 'client') return false
  return action === 'create' || action === 'remove' || members.includes('access') || members.includes('organisation')
}
