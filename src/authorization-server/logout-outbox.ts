import { randomToken } from '#src/operations/random.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { type Attempt, afterAttempt, type LogoutNotice, type LogoutReceipt } from './logout-notice.ts'

/** Notices to be sent by whoever holds them: nobody else takes them before their lease ends. */
export interface Lot {
  readonly shard: number
  readonly notices: readonly LogoutNotice[]
}

const outbox = 'logout-outbox'
const receipts = 'logout-receipts'

/** Records that waiting notices are spread over, so that logouts at the same moment rarely meet in one. */
const shards = 32
const everyShard = Array.from({ length: shards }, (_, shard) => shard)
/** Seconds for one attempt: longer than the engine waits for a client (2.5 s), with room for the store. */
const leaseSeconds = 20
/** Of a receipt. */
const keepHours = 48
/** Notices of one record that one turn takes, so that a heap of them does not stop the others. */
const turnSize = 20
/** A record is written by few at a time; more tries than this is a store that does not answer. */
const mostTries = 50

/** A change by somebody else in between: read again, write again. */
const again = { reason: 'temporarily_unavailable', again: true } as const

/**
 * Back-channel logout that survives: notices are written in the very step that ends the session, any node may send them,
 * one at a time by a lease, until the client has answered or a day is over (docs/decisions/0053-logout-outbox.md).
 */
export class LogoutOutbox {
  readonly #newUnit: () => UnitOfWork
  readonly #registry: () => Registry
  readonly #nowSeconds: () => number

  constructor(parts: {
    readonly newUnit: () => UnitOfWork
    readonly registry: () => Registry
    readonly nowSeconds: () => number
  }) {
    this.#newUnit = parts.newUnit
    this.#registry = parts.registry
    this.#nowSeconds = parts.nowSeconds
  }

  /** Adds the notices of one session to the unit that ends it. They are leased to the caller, to be sent after the commit. */
  async enqueue(
    unit: UnitOfWork,
    subject: string,
    clients: readonly { readonly clientId: string; readonly sid: string }[],
  ): Promise<Lot> {
    const now = this.#nowSeconds()
    const shard = Math.floor((Buffer.from(randomToken(), 'base64url')[0] ?? 0) % shards)
    const notices = clients
      .filter(({ clientId }) => this.#registry().client(clientId)?.backchannelLogoutUri !== undefined)
      .map((client) => ({
        ...client,
        id: randomToken(),
        subject,
        createdAt: now,
        attempts: 0,
        dueAt: now + leaseSeconds,
      }))
    if (notices.length > 0) this.#write(unit, shard, [...(await this.#waiting(unit, shard)), ...notices])
    return { shard, notices }
  }

  /** Takes what is due. Two nodes never hold the same notice at the same time: the record decides who was first. */
  async takeDue(): Promise<readonly Lot[]> {
    const now = this.#nowSeconds()
    const unit = this.#newUnit()
    const found = await unit.getMany(everyShard.map((shard) => ({ kind: outbox, id: String(shard) })))
    const due = everyShard.filter((shard) => noticesIn(found[shard]).some(({ dueAt }) => dueAt <= now))
    return (await Promise.all(due.map((shard) => this.#take(shard, now)))).flat()
  }

  /** Notes what came of the attempts on a lot. */
  async settle({ shard }: Lot, attempts: ReadonlyMap<string, Attempt>): Promise<void> {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const now = this.#nowSeconds()
      const unit = this.#newUnit()
      const after = (await this.#waiting(unit, shard)).map((notice) => {
        const attempt = attempts.get(notice.id)
        return attempt === undefined ? notice : afterAttempt(notice, attempt, now)
      })
      this.#write(
        unit,
        shard,
        after.filter((entry) => 'dueAt' in entry),
      )
      await this.#keep(
        unit,
        shard,
        after.filter((entry) => 'finishedAt' in entry),
        now,
      )
      if ((await unit.commit('success')).committed) return
    }
    throw new Error('the outcome of a logout notice could not be written; it is sent again when its lease ends')
  }

  /** Everything that waits, and what was done in the last two days, newest first: for the operator. Names no person. */
  async list(): Promise<readonly OutboxEntry[]> {
    const unit = this.#newUnit()
    const hour = hourOf(this.#nowSeconds())
    const waiting = await unit.getMany(everyShard.map((shard) => ({ kind: outbox, id: String(shard) })))
    const hours = Array.from({ length: keepHours }, (_, ago) => hour - ago)
    const done = await unit.getMany(
      hours.flatMap((at) => everyShard.map((shard) => ({ kind: receipts, id: receiptId(at, shard) }))),
    )
    const entries = [...waiting.flatMap(noticesIn), ...done.flatMap(receiptsIn)].map(entryOf)
    return entries.sort((a, b) => b.created_at - a.created_at)
  }

  async #take(shard: number, now: number): Promise<readonly Lot[]> {
    const unit = this.#newUnit()
    const waiting = await this.#waiting(unit, shard)
    const taken = waiting.filter(({ dueAt }) => dueAt <= now).slice(0, turnSize)
    const leased = waiting.map((notice) => (taken.includes(notice) ? { ...notice, dueAt: now + leaseSeconds } : notice))
    this.#write(unit, shard, leased)
    // Lost to another node: it sends them.
    return (await unit.commit('success')).committed ? [{ shard, notices: taken }] : []
  }

  async #waiting(unit: UnitOfWork, shard: number): Promise<readonly LogoutNotice[]> {
    return noticesIn(await unit.get(outbox, String(shard)))
  }

  #write(unit: UnitOfWork, shard: number, notices: readonly LogoutNotice[]): void {
    unit.requireAsRead(outbox, String(shard), again)
    if (notices.length === 0) unit.delete(outbox, String(shard))
    else unit.put(outbox, String(shard), notices, undefined)
  }

  async #keep(unit: UnitOfWork, shard: number, finished: readonly LogoutReceipt[], now: number): Promise<void> {
    if (finished.length === 0) return
    const id = receiptId(hourOf(now), shard)
    const known = receiptsIn(await unit.get(receipts, id))
    unit.requireAsRead(receipts, id, again)
    unit.put(receipts, id, [...known, ...finished], keepHours * 3600)
  }
}

/** One line of the operator's list, in wire form. Times are epoch seconds. */
export interface OutboxEntry {
  readonly id: string
  readonly client_id: string
  readonly state: 'waiting' | LogoutReceipt['state']
  readonly attempts: number
  readonly created_at: number
  /** When it is sent again. */
  readonly due_at?: number
  readonly finished_at?: number
}

function entryOf(entry: LogoutNotice | LogoutReceipt): OutboxEntry {
  const { id, clientId: client_id, attempts, createdAt: created_at } = entry
  const shared = { id, client_id, attempts, created_at }
  return 'dueAt' in entry
    ? { ...shared, state: 'waiting', due_at: entry.dueAt }
    : { ...shared, state: entry.state, finished_at: entry.finishedAt }
}

function noticesIn(record: unknown): readonly LogoutNotice[] {
  // Written by this file alone, and sealed.
  return (record ?? []) as readonly LogoutNotice[]
}

function receiptsIn(record: unknown): readonly LogoutReceipt[] {
  // Written by this file alone, and sealed.
  return (record ?? []) as readonly LogoutReceipt[]
}

function receiptId(hour: number, shard: number): string {
  return `${hour}:${shard}`
}

function hourOf(seconds: number): number {
  return Math.floor(seconds / 3600)
}
