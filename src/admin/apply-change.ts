import { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import type { Applied, Change, Expected, Plan } from '#src/registry/store/change.ts'
import { ChangeForbidden, type ChangeProblem, ChangeRefused, RegistryConflict } from '#src/registry/store/refusals.ts'
import type { Actor } from './actor.ts'
import type { AdminParts } from './admin-parts.ts'
import { requireReason } from './require-reason.ts'
import { judgePlan } from './rights/judge-plan.ts'

export interface ActorsChange {
  readonly actor: Actor
  readonly reason: string | undefined
  readonly changes: readonly Change[]
  readonly expected?: readonly Expected[]
  readonly dryRun?: boolean
  /** Judges the plan in place of {@link judgePlan}, for what has rules of its own. */
  readonly permit?: (plan: Plan) => readonly ChangeProblem[]
}

/**
 * The one way in which anybody changes the registry through the admin API: the actor's rights are judged on the very plan
 * that is written.
 *
 * @throws {BrokerError} `change_not_allowed` `change_refused` `precondition_failed` with every place, `request_invalid`
 * without a reason. {StoreUnavailable}
 */
export async function applyChange(parts: AdminParts, change: ActorsChange): Promise<Applied> {
  const { actor, changes, expected = [], dryRun = false } = change
  const reason = dryRun && change.reason === undefined ? 'dry run' : requireReason(change.reason)
  const permit = change.permit ?? ((plan: Plan) => judgePlan(actor, plan, parts.live.registry))
  try {
    const { author, pid } = actor
    const about = pid === undefined ? { author } : { author, pid }
    return await parts.registryStore.apply({ ...about, changes, reason, expected, dryRun, permit })
  } catch (error) {
    throw asRefusal(error)
  }
}

function asRefusal(error: unknown): unknown {
  if (error instanceof ChangeRefused) {
    const isPrivate = error.problems.some(({ found }) => found === 'a private or symmetric key')
    const reason = isPrivate ? 'private_key_offered' : 'change_refused'
    return new ProblemError(reason, 'the change is refused, and nothing of it was applied', error.problems)
  }
  if (error instanceof ChangeForbidden) {
    return new ProblemError('change_not_allowed', 'not all of the change is yours to make', error.problems)
  }
  if (error instanceof RegistryConflict) {
    return new BrokerError('precondition_failed', 'somebody else has changed it since you looked at it')
  }
  return error
}
