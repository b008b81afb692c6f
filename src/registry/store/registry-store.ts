import type { AuditTrail } from '#src/audit/trail.ts'
import type { Clock } from '#src/operations/clock.ts'
import { StoreUnavailable } from '#src/store/store.ts'
import { checkBuiltIn } from '../built-in/check-built-in.ts'
import type { LoadOptions } from '../load-registry-files.ts'
import { entriesOfRevision } from './audit-entries.ts'
import type { Applied, ApplyRequest, Change, Expected, Plan } from './change.ts'
import type { Documents } from './documents.ts'
import type { LiveRegistry } from './live-registry.ts'
import { planChanges } from './plan-changes.ts'
import { ChangeForbidden, ChangeRefused, RegistryConflict } from './refusals.ts'
import { writeRevision } from './write-revision.ts'

/** Times that a change is planned anew because another node was faster. */
const attempts = 10

/** Changes the registry, one revision at a time. */
export class RegistryStore {
  readonly #live: LiveRegistry
  readonly #audit: AuditTrail
  readonly #clock: Clock
  readonly #options: LoadOptions
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: {
    readonly live: LiveRegistry
    readonly audit: AuditTrail
    readonly clock: Clock
    /** What documents are judged against. */
    readonly options: LoadOptions
  }) {
    this.#live = parts.live
    this.#audit = parts.audit
    this.#clock = parts.clock
    this.#options = parts.options
  }

  /**
   * What these changes would do. Writes nothing.
   * @throws {ChangeRefused} with every problem. {StoreUnavailable}
   */
  async plan(changes: readonly Change[]): Promise<Plan> {
    await this.#live.refresh()
    return this.#plan(changes, false)
  }

  /**
   * One atomic revision with its audit records: all of it is durable when this resolves, and in force on this node. A
   * change that changes nothing makes no revision.
   *
   * @throws {RegistryConflict} when an expectation does not hold, before anything else is looked at.
   * @throws {ChangeRefused} with every problem. {ChangeForbidden} with every place that the author may not change.
   * @throws {StoreUnavailable} when nothing was written, or when it is not known.
   */
  apply(request: ApplyRequest): Promise<Applied> {
    return this.#inTurn(() => this.#apply(request, false))
  }

  /** The same for the broker's own entities, which nobody else may touch. */
  applyBuiltIn(request: Pick<ApplyRequest, 'changes' | 'author' | 'reason' | 'expected'>): Promise<Applied> {
    return this.#inTurn(() => this.#apply(request, true))
  }

  /** One at a time on this node: the second is planned on the result of the first, not in vain. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work, work)
    this.#turn = mine.catch(() => {})
    return mine
  }

  async #apply(request: ApplyRequest, builtIn: boolean): Promise<Applied> {
    for (let attempt = 0; attempt < attempts; attempt += 1) {
      await this.#live.refresh()
      checkExpected(this.#live.current.documents, request.expected ?? [])
      const plan = await this.#plan(request.changes, builtIn)
      const forbidden = request.permit?.(plan) ?? []
      if (forbidden.length > 0) throw new ChangeForbidden(forbidden)
      if (request.dryRun === true || plan.changes.length === 0) return { plan, revision: plan.base }
      if (await this.#write(plan, request)) return { plan, revision: plan.base + 1 }
    }
    throw new StoreUnavailable('the registry is changed too often by others')
  }

  async #plan(changes: readonly Change[], builtIn: boolean): Promise<Plan> {
    const base = this.#live.current
    const problems = builtIn ? [] : checkBuiltIn(base.documents, changes)
    if (problems.length > 0) throw new ChangeRefused(problems)
    return planChanges(base, changes, this.#options)
  }

  /** @returns false when another node was faster. */
  async #write(plan: Plan, { author, reason, pid }: ApplyRequest): Promise<boolean> {
    const nowMilliseconds = this.#clock.nowMilliseconds()
    const written = await this.#audit.commitWith(entriesOfRevision(plan, { author, reason, pid }), (transaction) =>
      writeRevision(transaction, { plan, author, reason, nowMilliseconds }),
    )
    // It is written. If this node can't read it back now, its next look will.
    if (written) await this.#live.follow()
    return written
  }
}

function checkExpected(documents: Documents, expected: readonly Expected[]): void {
  const conflicts = expected
    .map(({ kind, id, revision }) => ({
      kind,
      id,
      expected: revision,
      revision: documents.get({ kind, id })?.revision ?? 0,
    }))
    .filter((entity) => entity.expected !== entity.revision)
  if (conflicts.length === 0) return
  throw new RegistryConflict(conflicts.map(({ kind, id, revision }) => ({ kind, id, revision })))
}
