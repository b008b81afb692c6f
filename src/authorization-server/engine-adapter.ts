import type { Adapter, AdapterPayload } from 'oidc-provider'
import type { Clock } from '#src/operations/clock.ts'
import type { Conflict, UnitOfWork } from '#src/store/unit-of-work.ts'
import { endGrant, grantEnded } from './end-grant.ts'
import { extendPushedRequest } from './pushed-requests.ts'
import { findRefreshToken, lostRefresh } from './refresh-rotation.ts'
import { currentUnit } from './request-unit.ts'
import { noteSpentRequest } from './spent-request.ts'

/** Where the engine finds a session by its uid. */
export const sessionByUid = 'session-by-uid'

/**
 * The engine's storage, which only collects: nothing is written before the request's unit is committed, in one atomic
 * step whose reply decides (design section 8, "one request, one commit").
 */
export class EngineAdapter implements Adapter {
  readonly #model: string
  readonly #clock: Clock
  readonly #requestSeconds: number

  /** @param options `requestSeconds`: how long a pushed request is kept, in seconds. */
  constructor(model: string, options: { readonly clock: Clock; readonly requestSeconds: number }) {
    this.#model = model
    this.#clock = options.clock
    this.#requestSeconds = options.requestSeconds
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn: number): Promise<undefined> {
    const unit = currentUnit()
    if (this.#model === 'PushedAuthorizationRequest') {
      const kept = extendPushedRequest(payload, this.#clock.nowSeconds(), this.#requestSeconds)
      unit.put(this.#model, id, kept, this.#requestSeconds)
      return
    }
    if (this.#model === 'Session') guardSession(unit, id)
    unit.put(this.#model, id, payload, expiresIn)
    if (this.#model === 'Session' && payload.uid !== undefined) unit.put(sessionByUid, payload.uid, { id }, expiresIn)
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    const unit = currentUnit()
    if (this.#model === 'Grant') return findLivingGrant(unit, id)
    if (this.#model === 'RefreshToken') return findRefreshToken(unit, id, this.#clock.nowSeconds())
    return asPayload(await unit.get(this.#model, id))
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    const unit = currentUnit()
    const pointer = await unit.get(sessionByUid, uid)
    // Our own record, written by upsert above; sealed, so its shape is known.
    const id = (pointer as { id: string } | undefined)?.id
    return id === undefined ? undefined : asPayload(await unit.get(this.#model, id))
  }

  async findByUserCode(): Promise<undefined> {
    // No device flow yet: nothing is stored under a user code.
  }

  async consume(id: string): Promise<undefined> {
    const unit = currentUnit()
    const stored = asPayload(await unit.get(this.#model, id))
    if (stored === undefined) return
    const now = this.#clock.nowSeconds()
    const conflict =
      this.#model === 'RefreshToken' ? await lostRefresh(id, stored, now) : lostRace(this.#model, stored.grantId)
    unit.requireUnchanged(this.#model, id, conflict)
    if (this.#model === 'PushedAuthorizationRequest') noteSpentRequest(unit, id)
    const ttl = Math.max(1, (stored.exp ?? now) - now)
    unit.put(this.#model, id, { ...stored, consumed: now }, ttl)
  }

  async destroy(id: string): Promise<undefined> {
    const unit = currentUnit()
    if (this.#model === 'Session') guardSession(unit, id)
    unit.delete(this.#model, id)
  }

  async revokeByGrantId(grantId: string): Promise<undefined> {
    endGrant(currentUnit(), grantId)
  }
}

/**
 * A session is one document to the engine. Of two requests that add a client each to what they read, the second must
 * read again, or a client is lost and never hears of the logout.
 */
export function guardSession(unit: UnitOfWork, id: string): void {
  if (unit.hasFound('Session', id))
    unit.requireUnchanged('Session', id, { reason: 'temporarily_unavailable', again: true })
}

async function findLivingGrant(unit: UnitOfWork, id: string): Promise<AdapterPayload | undefined> {
  const [grant, ended] = await unit.getMany([
    { kind: 'Grant', id },
    { kind: grantEnded, id },
  ])
  if (grant === undefined || ended !== undefined) return undefined
  // A grant that ends while this request runs must not get new tokens: checked again in the atomic step.
  unit.requireAbsent(grantEnded, id, { reason: 'grant_ended' })
  return asPayload(grant)
}

/** Of two uses at the same moment one loses, at commit. Losing a code means that it was offered twice. */
function lostRace(model: string, grantId: string | undefined): Conflict {
  if (model === 'PushedAuthorizationRequest') return { reason: 'request_uri_invalid' }
  if (grantId === undefined) return { reason: 'grant_invalid' }
  // RFC 6749 section 4.1.2: a code used twice revokes what it gave.
  return { reason: 'code_replayed', onConflict: (unit) => endGrant(unit, grantId) }
}

/** Rows are sealed by us and written by upsert alone, so their shape is the engine's. */
function asPayload(stored: unknown): AdapterPayload | undefined {
  return stored as AdapterPayload | undefined
}
