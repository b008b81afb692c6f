import { Redis } from 'ioredis'
import { CommitCounter } from './commit-counter.ts'
import { commitScript, fenced, tooLate } from './commit-script.ts'
import { type Change, type CommitOutcome, type Store, StoreUnavailable, type Write } from './store.ts'

/** A login must not hang on a store that is away: a fast, honest no (milliseconds). */
const commandMilliseconds = 1000
/** A Redis that was silent so long is given up, before the first of its commands times out: nothing more is sent to it. */
const silenceMilliseconds = 950
/** After this a commit that was sent is not carried out any more. */
const commitMilliseconds = 900
const reconnectMilliseconds = 250
const keyPrefix = 'tillit:'
const fenceKey = 'fence'

type Argument = string | Buffer | number
type CommitCommand = (keys: number, ...args: Argument[]) => Promise<number[]>
/** A write that is no deletion. */
type SetWrite = Extract<Write, { readonly value: Uint8Array }>

/**
 * Many nodes, one Redis. It must keep what it acknowledged (`appendonly yes`) and evict nothing (`noeviction`).
 *
 * @throws {StoreUnavailable} when it does not answer: a node that can't reach its store does not start.
 */
export async function openRedisStore(parts: { readonly url: string; readonly now: () => number }): Promise<Store> {
  const store = new RedisStore(parts.url, parts.now)
  await store.open()
  return store
}

class RedisStore implements Store {
  readonly #redis: Redis
  readonly #commit: CommitCommand
  readonly #now: () => number
  readonly #counter: CommitCounter
  /** Redis's clock minus ours in milliseconds, measured on each connection; undefined until then. */
  #clockOffset: number | undefined

  constructor(url: string, now: () => number) {
    this.#now = now
    this.#counter = new CommitCounter(now)
    this.#redis = new Redis(url, {
      keyPrefix,
      lazyConnect: true,
      commandTimeout: commandMilliseconds,
      connectTimeout: commandMilliseconds,
      // It is away for those who come next too: they get their no at once.
      socketTimeout: silenceMilliseconds,
      // And while there is no connection nobody waits for one.
      enableOfflineQueue: false,
      // A command that was sent may have been carried out: sending it again could spend a code twice.
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      retryStrategy: () => reconnectMilliseconds,
      maxLoadingRetryTime: reconnectMilliseconds,
      // After a failover the address may lead to another server while this connection still holds on to the old one,
      // which is a replica now. `READONLY` is an error code of the protocol, its first word.
      reconnectOnError: (error) => error.message.startsWith('READONLY '),
    })
    // Every failure reaches its caller as a rejected command; without a listener ioredis prints it.
    this.#redis.on('error', () => {})
    this.#redis.on('close', () => {
      this.#clockOffset = undefined
    })
    this.#redis.on('ready', () => {
      void this.#compareClocks()
      // Another server may stand behind the address now: look at once whether it has everything.
      this.commit({ writes: [] }).catch(() => {})
    })
    this.#redis.defineCommand('tillitCommit', { lua: commitScript })
    const { tillitCommit } = this.#redis as Redis & { tillitCommit: CommitCommand } // defineCommand adds it at run time.
    this.#commit = tillitCommit.bind(this.#redis)
  }

  async open(): Promise<void> {
    try {
      await this.#guard(() => this.#redis.connect())
    } catch (error) {
      this.#redis.disconnect()
      throw error
    }
  }

  async read(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]> {
    if (keys.length === 0) return []
    const values = await this.#guard(() => this.#redis.mgetBuffer(...keys))
    return values.map((value) => value ?? undefined)
  }

  async commit({ absent = [], unchanged = [], writes }: Change): Promise<CommitOutcome> {
    const conditions = [...absent, ...unchanged.map(({ key }) => key)]
    const sets = writes.filter(isSet)
    const deletions = writes.filter((write) => !isSet(write))
    const keys = [fenceKey, this.#counter.key, ...conditions, ...[...sets, ...deletions].map(({ key }) => key)]
    const number = this.#counter.next()
    const args: readonly Argument[] = [
      this.#deadline(),
      this.#counter.acknowledged,
      number,
      absent.length,
      unchanged.length,
      sets.length,
      ...unchanged.map(({ value }) => asBuffer(value)),
      ...sets.flatMap((set): Argument[] => [asBuffer(set.value), lifeMilliseconds(set)]),
    ]
    const failed = await this.#guard(() => this.#commit(keys.length, ...keys, ...args))
    if (failed.length === 0) {
      this.#counter.acknowledge(number)
      return { committed: true }
    }
    if (failed[0] === tooLate || failed[0] === fenced) throw await this.#unavailable(failed[0])
    return { committed: false, conflicts: failed.flatMap((index) => conditions[index - 1] ?? []) }
  }

  async check(): Promise<void> {
    const memory = await this.#guard(() => this.#redis.info('memory'))
    if (!/^maxmemory_policy:noeviction\r?$/m.test(memory)) {
      throw new StoreUnavailable(
        'Redis must not evict what says "already used": set its maxmemory-policy to noeviction',
      )
    }
    await this.commit({ writes: [] })
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  /** Nothing was written, and why. */
  async #unavailable(why: number): Promise<StoreUnavailable> {
    if (why === fenced) {
      this.#counter.forget()
      return new StoreUnavailable('Redis has lost acknowledged writes: what it may have forgotten must expire first')
    }
    // Either it was late, or a clock was set: compare again, so that the next one is judged rightly.
    await this.#compareClocks()
    return new StoreUnavailable('Redis came to it too late')
  }

  /** In Redis's time, until when a commit that is sent now may be carried out; 0 while that can't be said. */
  #deadline(): number {
    return this.#clockOffset === undefined ? 0 : this.#now() + this.#clockOffset + commitMilliseconds
  }

  async #compareClocks(): Promise<void> {
    const before = this.#now()
    try {
      const [seconds, microseconds] = await this.#redis.time()
      this.#clockOffset = Number(seconds) * 1000 + Math.ceil(Number(microseconds) / 1000) - before
    } catch {
      // The connection is gone again; the next one compares.
      this.#clockOffset = undefined
    }
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw new StoreUnavailable('Redis did not answer', { cause })
    }
  }
}

/** A value whose life is over before it begins is a deletion, in this store as in the other. */
function isSet(write: Write): write is SetWrite {
  return write.value !== undefined && (write.ttlSeconds === undefined || lifeMilliseconds(write) > 0)
}

/** 0: for good. */
function lifeMilliseconds({ ttlSeconds }: SetWrite): number {
  return ttlSeconds === undefined ? 0 : Math.round(ttlSeconds * 1000)
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
