import type { Database } from '#src/store/database.ts'
import { isBuiltIn } from '../built-in/check-built-in.ts'
import type { Change } from './change.ts'
import { diffRevisions } from './history.ts'
import { readHead } from './load-documents.ts'

/**
 * The changes that make the registry what it was at a revision, to be applied as a new one like any other change. What
 * came later is taken away; the broker's own entities stay as they are.
 *
 * @throws {RangeError} when there is no such revision. {StoreUnavailable}
 */
export async function changesToRollBack(database: Database, revision: number): Promise<readonly Change[]> {
  const head = await readHead(database)
  // Not to 0: that would be a registry in which nobody can do anything.
  if (!Number.isInteger(revision) || revision < 1 || revision > head) throw new RangeError(`no revision ${revision}`)
  const differences = await diffRevisions(database, head, revision)
  return differences
    .filter((difference) => !isBuiltIn(difference))
    .map(({ kind, id, after }) => ({ kind, id, document: after === undefined ? undefined : JSON.parse(after) }))
}
