import type { Transaction } from 'kysely'
import type { Clock } from '#src/operations/clock.ts'
import { currentCorrelationId } from '#src/operations/correlation.ts'
import type { Database } from '#src/store/database.ts'
import { StoreUnavailable } from '#src/store/store.ts'
import type { Tables } from '#src/store/tables/tables.ts'
import { buildRecord, type UnplacedRecord } from './build-record.ts'
import type { Chain, ChainHead, Link } from './chain.ts'
import type { AuditEntry } from './entry.ts'
import type { PersonSeal } from './person-seal.ts'
import { writeLinks, writeLinksIn } from './write-links.ts'

/** Records of one transaction, at most: a bound on how long the head of the chain is locked. */
const batchRecords = 500
/** Records that may wait. More means that the database is far behind, and waiting would end in time-outs anyway. */
const waitingRecords = 20_000
/** Milliseconds until an answer no longer waits for its record. Above what the database itself allows a statement. */
const patienceMilliseconds = 4000

interface Waiting {
  readonly records: readonly UnplacedRecord[]
  readonly resolve: () => void
  readonly reject: (error: StoreUnavailable) => void
}

/**
 * The audit trail: append-only. Records that arrive while a transaction is on its way share the next one, so that many
 * requests wait for the disk together.
 */
export class AuditTrail {
  readonly #database: Database
  readonly #chain: Chain
  readonly #persons: PersonSeal
  readonly #clock: Clock
  #waiting: Waiting[] = []
  #waitingRecords = 0
  #writing: Promise<void> | undefined
  #head: ChainHead = { seq: 0, mac: '' }

  constructor(parts: {
    readonly database: Database
    readonly chain: Chain
    readonly persons: PersonSeal
    readonly clock: Clock
  }) {
    this.#database = parts.database
    this.#chain = parts.chain
    this.#persons = parts.persons
    this.#clock = parts.clock
  }

  /** The last record that this node has written. */
  get head(): ChainHead {
    return this.#head
  }

  /**
   * Resolves when every entry is durable; they stand together, in this order.
   * @throws {StoreUnavailable} when none was written, or when it is not known: what they are about must not be answered.
   */
  async append(...entries: readonly AuditEntry[]): Promise<void> {
    if (entries.length === 0) return
    await this.#enqueue(this.#recordsOf(entries))
  }

  /**
   * A change of the database and its records in one transaction: both are durable, or neither is.
   *
   * @param work writes, and answers whether it did; without that the records are not written either.
   * @throws {StoreUnavailable} when neither was written, or when it is not known; and whatever `work` throws.
   */
  async commitWith(
    entries: readonly AuditEntry[],
    work: (transaction: Transaction<Tables>) => Promise<boolean>,
  ): Promise<boolean> {
    const records = this.#recordsOf(entries)
    let head = this.#head
    const written = await this.#database.write(async (transaction) => {
      if (!(await work(transaction))) return false
      if (records.length === 0) return true
      head = await writeLinksIn(transaction, records, (from, batch) => this.#place(from, batch))
      return true
    })
    if (head.seq > this.#head.seq) this.#head = head
    return written
  }

  #recordsOf(entries: readonly AuditEntry[]): readonly UnplacedRecord[] {
    const parts = {
      persons: this.#persons,
      nowMilliseconds: this.#clock.nowMilliseconds(),
      correlationId: currentCorrelationId(),
    }
    return entries.map((entry) => buildRecord(entry, parts))
  }

  /** Lets what is on its way be written. */
  async close(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing
  }

  #enqueue(records: readonly UnplacedRecord[]): Promise<void> {
    if (this.#waitingRecords + records.length > waitingRecords) {
      return Promise.reject(new StoreUnavailable('the audit trail is too far behind'))
    }
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        records,
        resolve: () => settle(resolve),
        reject: (error) => settle(() => reject(error)),
      }
      const timer = setTimeout(() => this.#giveUp(waiting), patienceMilliseconds)
      const settle = (then: () => void) => {
        clearTimeout(timer)
        then()
      }
      this.#waiting.push(waiting)
      this.#waitingRecords += records.length
      this.#writing ??= this.#writeAll()
    })
  }

  /** What still waits is taken back; what is on its way may yet be written, which tells of an answer that never left. */
  #giveUp(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting)
    if (at !== -1) {
      this.#waiting.splice(at, 1)
      this.#waitingRecords -= waiting.records.length
    }
    waiting.reject(new StoreUnavailable('the audit trail was not written in time'))
  }

  async #writeAll(): Promise<void> {
    while (this.#waiting.length > 0) await this.#writeBatch(this.#takeBatch())
    this.#writing = undefined
  }

  #takeBatch(): readonly Waiting[] {
    let count = 0
    const end = this.#waiting.findIndex(({ records }, at) => {
      count += records.length
      return at > 0 && count > batchRecords
    })
    const batch = end === -1 ? this.#waiting : this.#waiting.slice(0, end)
    this.#waiting = end === -1 ? [] : this.#waiting.slice(end)
    for (const { records } of batch) this.#waitingRecords -= records.length
    return batch
  }

  async #writeBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      this.#head = await writeLinks(this.#database, this.#head, (head) =>
        this.#place(
          head,
          batch.flatMap(({ records }) => records),
        ),
      )
      for (const { resolve } of batch) resolve()
    } catch (cause) {
      const error = new StoreUnavailable('the audit trail could not be written', { cause })
      for (const { reject } of batch) reject(error)
    }
  }

  #place(head: ChainHead, records: readonly UnplacedRecord[]): readonly Link[] {
    const links: Link[] = []
    for (const record of records) links.push(this.#chain.add(links.at(-1) ?? head, record))
    return links
  }
}
