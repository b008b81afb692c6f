import type { Middleware } from 'koa'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import { BrokerError } from '#src/http/broker-error.ts'
import { loggablePath } from '#src/http/loggable-path.ts'
import type { Reason } from '#src/http/reasons.ts'
import { setRetryAfter } from '#src/http/retry-after.ts'
import { currentReferenceCode } from '#src/operations/correlation.ts'
import type { Log } from '#src/operations/log.ts'
import { StoreUnavailable } from '#src/store/store.ts'
import type { Conflict, UnitOfWork } from '#src/store/unit-of-work.ts'
import { addErrorUri } from './add-error-uri.ts'
import { reasonOf, reasonOfResult } from './engine-errors.ts'
import { nameRefusedGrantType } from './grant-type-refusal.ts'
import { runInUnit } from './request-unit.ts'

/** Errors that the engine answered itself, by request. Its events are the only place where the cause can be had. */
export class EngineFailures {
  readonly #failures = new WeakMap<object, unknown>()

  listen(provider: Provider): void {
    const keep = (ctx: KoaContextWithOIDC, error: unknown) => {
      this.#failures.set(ctx, error)
    }
    provider.on('authorization.error', keep)
    provider.on('discovery.error', keep)
    provider.on('grant.error', keep)
    provider.on('jwks.error', keep)
    provider.on('pushed_authorization_request.error', keep)
    provider.on('revocation.error', keep)
    provider.on('server_error', keep)
  }

  of(ctx: object): unknown {
    return this.#failures.get(ctx)
  }

  /** The stable reason of this request's failure: the one that our own pages left, or the one behind the engine's error. */
  reasonOf(ctx: KoaContextWithOIDC): Reason {
    return reasonOfResult(ctx.oidc?.entities.Interaction?.result) ?? reasonOf(this.of(ctx)).reason
  }
}

/**
 * One request, one commit: when the engine has made its answer, one atomic step checks everything that may happen once
 * and writes everything; only then the answer leaves. An error answer commits the spent `jti`s and the revocations only.
 *
 * @throws {BrokerError} when the atomic step says that somebody else was first: nothing was issued then.
 * @throws {StoreUnavailable} when it can't be known whether anything was written: the answer is thrown away.
 */
export function commitBeforeAnswer(parts: {
  readonly newUnit: () => UnitOfWork
  readonly issuer: string
  readonly failures: EngineFailures
  readonly log: Log
  /** Runs when the engine has answered well, before the commit: what else belongs into it. */
  readonly beforeCommit: (ctx: KoaContextWithOIDC) => void
}): Middleware {
  return async function commitThenAnswer(ctx, next) {
    const unit = parts.newUnit()
    await runInUnit(unit, async () => {
      await next()
      const failure = nameRefusedGrantType(ctx as KoaContextWithOIDC, parts.failures.of(ctx))
      if (failure !== undefined) {
        const conflict = await commitConflict(unit, 'error')
        if (conflict !== undefined) throw refused(ctx, conflict.reason)
        return reportFailure(ctx as KoaContextWithOIDC, failure, parts)
      }
      parts.beforeCommit(ctx as KoaContextWithOIDC)
      const conflict = await commitConflict(unit, 'success')
      if (conflict === undefined) return
      // The race is lost: spent assertions and proofs stay spent, and what a second use must end is ended.
      const earlier = await commitConflict(unit, 'error')
      if (conflict.onConflict !== undefined) {
        const aftermath = parts.newUnit()
        conflict.onConflict(aftermath)
        await aftermath.commit('success')
      }
      throw refused(ctx, earlier?.reason ?? conflict.reason)
    })
  }
}

async function commitConflict(unit: UnitOfWork, outcome: 'success' | 'error'): Promise<Conflict | undefined> {
  const result = await unit.commit(outcome)
  if (result.committed) return undefined
  // A replayed assertion or proof is the first thing to tell; otherwise the first in the order of the request.
  return result.conflicts.find(({ reason }) => replays.includes(reason)) ?? result.conflicts[0]
}

const replays: readonly Reason[] = ['assertion_replayed', 'dpop_replayed']

/** Takes back what the engine had put into the answer, and says no instead. */
function refused(ctx: { readonly res: { removeHeader(name: string): void } }, reason: Reason): BrokerError {
  for (const header of ['set-cookie', 'location', 'dpop-nonce']) ctx.res.removeHeader(header)
  return new BrokerError(reason, lostRaceTexts[reason] ?? 'the request was already made')
}

const lostRaceTexts: { readonly [reason in Reason]?: string } = {
  assertion_replayed: 'client authentication failed',
  dpop_replayed: 'the DPoP proof was already used: make a new one for every request',
  code_replayed: 'grant request is invalid',
  grant_ended: 'grant request is invalid',
}

function reportFailure(
  ctx: KoaContextWithOIDC,
  failure: unknown,
  { log, issuer }: { readonly log: Log; readonly issuer: string },
): void {
  // The engine turns whatever its adapter throws into a 500; a store that is away is a 503.
  if (failure instanceof StoreUnavailable || failure instanceof BrokerError) throw failure
  const known = reasonOf(failure)
  const { detail } = known
  const reason = reasonOfResult(ctx.oidc?.entities.Interaction?.result) ?? known.reason
  const clientId = ctx.oidc?.client?.clientId
  const level = reason === 'server_error' ? 'error' : 'info'
  const reference = currentReferenceCode()
  log[level]({ reason, reference, detail, client_id: clientId, path: loggablePath(ctx.path) }, 'refused')
  // Trap for clients: any error with a nonce header looks like a nonce challenge to some of them.
  if (reason !== 'dpop_nonce_required') ctx.remove('dpop-nonce')
  setRetryAfter(ctx)
  addErrorUri(ctx, issuer, reason)
}
