import type { Context, Middleware } from 'koa'
import type { KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { AuditTrail } from '#src/audit/trail.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { loggablePath } from '#src/http/loggable-path.ts'
import type { Reason } from '#src/http/reasons.ts'
import { setRetryAfter } from '#src/http/retry-after.ts'
import { currentReferenceCode } from '#src/operations/correlation.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import { StoreUnavailable } from '#src/store/store.ts'
import type { Conflict, UnitOfWork } from '#src/store/unit-of-work.ts'
import { addErrorUri } from './add-error-uri.ts'
import { entriesOfAnswer } from './audit-entries.ts'
import { reasonOf, reasonOfResult } from './engine-errors.ts'
import { noteOfExpiredKey } from './expired-key.ts'
import { nameRefusedGrantType } from './grant-type-refusal.ts'
import { entriesOfRefusal, type Refusal } from './refusal-entries.ts'
import { runInUnit } from './request-unit.ts'
import type { UnprovenRefusals } from './unproven-refusals.ts'

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

export interface CommitParts {
  readonly issuer: string
  readonly newUnit: () => UnitOfWork
  readonly failures: EngineFailures
  readonly audit: Pick<AuditTrail, 'append'>
  readonly unproven: UnprovenRefusals
  readonly registry: () => Registry
  readonly log: Log
  /** Runs when the engine has answered well, before the commit: what else belongs into it. */
  readonly beforeCommit: (ctx: KoaContextWithOIDC) => Promise<void>
}

/**
 * One request, one commit: when the engine has made its answer, one atomic step checks everything that may happen once
 * and writes everything; then the audit record is made durable; only then the answer leaves. An error answer commits the
 * spent `jti`s and the revocations only.
 *
 * @throws {BrokerError} when the atomic step says that somebody else was first: nothing was issued then.
 * @throws {StoreUnavailable} when it can't be known whether anything was written: the answer is thrown away.
 */
export function commitBeforeAnswer(parts: CommitParts): Middleware {
  return async function commitThenAnswer(ctx, next) {
    const unit = parts.newUnit()
    await runInUnit(unit, async () => {
      await next()
      try {
        // The engine has put its own context on it.
        await settle(ctx as KoaContextWithOIDC, unit, parts)
      } catch (error) {
        takeBack(ctx)
        throw error
      }
    })
  }
}

async function settle(ctx: KoaContextWithOIDC, unit: UnitOfWork, parts: CommitParts): Promise<void> {
  const failure = nameRefusedGrantType(ctx, parts.failures.of(ctx))
  if (failure !== undefined) return settleFailure(ctx, unit, failure, parts)
  await parts.beforeCommit(ctx)
  const conflict = await commitConflict(unit, 'success')
  if (conflict === undefined) {
    await parts.audit.append(...(await entriesOfAnswer(ctx, unit, parts.registry())))
    return
  }
  // The race is lost: spent assertions and proofs stay spent, and what a second use must end is ended.
  const earlier = await commitConflict(unit, 'error')
  const aftermath = parts.newUnit()
  await conflict.onConflict?.(aftermath)
  await aftermath.commit('success')
  if (conflict.again && earlier === undefined && ctx.method === 'GET') return askAgain(ctx)
  await refuse(ctx, aftermath, earlier?.reason ?? conflict.reason, parts)
}

async function settleFailure(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  failure: unknown,
  parts: CommitParts,
): Promise<void> {
  const conflict = await commitConflict(unit, 'error')
  if (conflict !== undefined) await refuse(ctx, unit, conflict.reason, parts)
  // The engine turns whatever its adapter throws into a 500; a store that is away is a 503.
  if (failure instanceof StoreUnavailable || failure instanceof BrokerError) throw failure
  const known = reasonOf(failure)
  const reason = reasonOfResult(ctx.oidc?.entities.Interaction?.result) ?? known.reason
  const isUnknown = known.reason === 'client_authentication_failed'
  const detail = (isUnknown ? noteOfExpiredKey(ctx) : undefined) ?? known.detail
  const refusal: Refusal = { reason, detail }
  await recordRefusal(ctx, unit, refusal, parts)
  reportFailure(ctx, refusal, parts)
}

async function recordRefusal(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  refusal: Refusal,
  parts: CommitParts,
): Promise<void> {
  const { proven, unproven } = entriesOfRefusal(ctx, unit, parts.registry(), refusal)
  for (const entry of unproven) parts.unproven.tell(entry)
  await parts.audit.append(...proven)
}

/** Somebody else was first. @throws {BrokerError} always */
async function refuse(ctx: KoaContextWithOIDC, unit: UnitOfWork, reason: Reason, parts: CommitParts): Promise<never> {
  await recordRefusal(ctx, unit, { reason, detail: '' }, parts)
  throw new BrokerError(reason, lostRaceTexts[reason] ?? 'the request was already made')
}

async function commitConflict(unit: UnitOfWork, outcome: 'success' | 'error'): Promise<Conflict | undefined> {
  const result = await unit.commit(outcome)
  if (result.committed) return undefined
  // A replayed assertion or proof is the first thing to tell; otherwise the first in the order of the request.
  const { conflicts } = result
  const isReplay = ({ reason }: Conflict) => replays.includes(reason)
  return conflicts.find(isReplay) ?? conflicts.find(({ again }) => !again) ?? conflicts[0]
}

const replays: readonly Reason[] = ['assertion_replayed', 'request_object_replayed', 'dpop_replayed']

/** Another request of the same browser was faster, and nothing was written: the browser makes this one again. */
function askAgain(ctx: KoaContextWithOIDC): void {
  takeBack(ctx)
  ctx.status = 303
  ctx.redirect(ctx.originalUrl)
}

/** What the engine had put into the answer. */
function takeBack(ctx: Context): void {
  for (const header of ['set-cookie', 'location', 'dpop-nonce']) ctx.res.removeHeader(header)
}

const lostRaceTexts: { readonly [reason in Reason]?: string } = {
  assertion_replayed: 'client authentication failed',
  request_object_replayed: 'the jti of the request object was already used',
  dpop_replayed: 'the DPoP proof was already used: make a new one for every request',
  code_replayed: 'grant request is invalid',
  refresh_token_reused: 'grant request is invalid',
  grant_ended: 'grant request is invalid',
}

function reportFailure(ctx: KoaContextWithOIDC, { reason, detail }: Refusal, { log, issuer }: CommitParts): void {
  const clientId = ctx.oidc?.client?.clientId
  const level = reason === 'server_error' ? 'error' : 'info'
  const reference = currentReferenceCode()
  log[level]({ reason, reference, detail, client_id: clientId, path: loggablePath(ctx.path) }, 'refused')
  // Trap for clients: any error with a nonce header looks like a nonce challenge to some of them.
  if (reason !== 'dpop_nonce_required') ctx.remove('dpop-nonce')
  setRetryAfter(ctx)
  addErrorUri(ctx, issuer, reason)
}
