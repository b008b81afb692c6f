import { ProblemError } from '#src/http/problem-error.ts'
import type { EntityRef } from '#src/registry/entity-kind.ts'
import type { Documents } from '#src/registry/store/documents.ts'
import type { Actor } from '../actor.ts'
import { isOwn } from '../entities/owner-of.ts'

/**
 * Whether everything that is there belongs to the actor, before a change of it is even planned: what is wrong with a
 * change names those who would feel it, and that is told to nobody who may not make it. The plan is judged all the same.
 *
 * @throws {ProblemError} `change_not_allowed` with every entity that does not.
 */
export function checkOwn(actor: Actor, changes: readonly EntityRef[], documents: Documents): void {
  const foreign = changes.filter((ref) => {
    const found = documents.get(ref)
    return found !== undefined && !isOwn(actor, found)
  })
  if (foreign.length === 0) return
  throw new ProblemError(
    'change_not_allowed',
    'not all of the change is yours to make',
    foreign.map(({ kind, id }) => ({
      kind,
      id,
      pointer: '',
      found: 'an entity of another organisation',
      allowed: 'only what is your own',
    })),
  )
}
