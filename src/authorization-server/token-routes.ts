import type { Context } from 'koa'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { readForm } from '#src/http/form-body.ts'
import type { Route } from '#src/http/router.ts'
import type { Log } from '#src/operations/log.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { authenticateCaller, type Caller, claimedCaller } from './callers.ts'
import type { AssertionLimits } from './client-assertion.ts'
import { type IntrospectionParts, introspection } from './introspection.ts'
import { refusedAt } from './refusal-entries.ts'
import { revocation } from './revocation.ts'
import type { UnprovenRefusals } from './unproven-refusals.ts'
import { exceptionUsed } from './used-exceptions.ts'

/** @returns what the audit trail is to tell of it */
type Step = (
  ctx: Context,
  unit: UnitOfWork,
  caller: Caller,
  form: ReadonlyMap<string, string>,
) => Promise<readonly AuditEntry[]>

export type TokenRouteParts = IntrospectionParts &
  AssertionLimits & {
    readonly newUnit: () => UnitOfWork
    readonly audit: Pick<AuditTrail, 'append'>
    readonly unproven: UnprovenRefusals
    readonly log: Log
  }

/** Endpoints about tokens that are not the engine's, for callers who authenticate: one request, one commit here too. */
export function tokenRoutes(parts: TokenRouteParts): readonly Route[] {
  const authenticate = authenticateCaller(parts)
  const knownAs = (form: ReadonlyMap<string, string>) => claimedCaller(parts.registry(), form)
  const at = (path: string, route: 'revocation' | 'introspection', step: Step): Route => ({
    method: 'POST',
    path,
    handle: async (ctx) => {
      const form = await readForm(ctx)
      const unit = parts.newUnit()
      const caller = await authenticate(unit, form).catch((error: unknown) => {
        if (error instanceof BrokerError) parts.unproven.tell(refusedAt(route, parts.registry(), knownAs(form), error))
        throw error
      })
      ctx.set('cache-control', 'no-store')
      const entries = await settle(unit, () => step(ctx, unit, caller, form)).catch(async (error: unknown) => {
        if (error instanceof BrokerError) {
          await parts.audit.append(refusedAt(route, parts.registry(), caller.id, error))
        }
        throw error
      })
      const { id: clientId, exceptions } = caller
      const byException = exceptionUsed(parts.registry(), { clientId, route, exceptions })
      await parts.audit.append(...entries, ...byException)
    },
  })
  return [
    at('/connect/revocation', 'revocation', revocation(parts)),
    at('/connect/introspect', 'introspection', introspection(parts)),
  ]
}

/** The assertion is spent whatever comes of the step. @throws {BrokerError} also when somebody else was first */
async function settle(unit: UnitOfWork, step: () => Promise<readonly AuditEntry[]>): Promise<readonly AuditEntry[]> {
  const result = await step().then(
    (entries) => ({ entries }),
    (error: unknown) => ({ error }),
  )
  const outcome = await unit.commit('error' in result ? 'error' : 'success')
  const conflict = outcome.committed ? undefined : outcome.conflicts[0]
  if (conflict !== undefined) throw lost(conflict.reason)
  if ('error' in result) throw result.error
  return result.entries
}

/** A spent assertion, or a token that ended while it was looked at: the caller asks again. */
function lost(reason: BrokerError['reason']): BrokerError {
  return reason === 'assertion_replayed'
    ? new BrokerError(reason, 'client authentication failed')
    : new BrokerError('temporarily_unavailable', 'ask again')
}
