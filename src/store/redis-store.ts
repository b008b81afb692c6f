import { Redis } from 'ioredis'
import { type Change, type CommitOutcome, type Store, StoreUnavailable } from './store.ts'

/** A login must not hang on a store that is away: a fast, honest no (milliseconds). */
const commandMilliseconds = 1000
const reconnectMilliseconds = 250
const keyPrefix = 'tillit:'

/**
 * Everything in one script, so in one atomic step: first all conditions, then all writes.
 * KEYS: the keys that must be absent, those that must be unchanged, those to write.
 * ARGV: how many of each of the first two kinds, the expected values, then for each write `value` and `ttl`, where a
 * ttl of 0 means "for good" and -1 "delete". Answers the indexes of the conditions that failed.
 */
const commitScript = `
local absent, unchanged = tonumber(ARGV[1]), tonumber(ARGV[2])
local failed = {}
for i = 1, absent do
  if redis.call('EXISTS', KEYS[i]) == 1 then failed[#failed + 1] = i end
end
for i = 1, unchanged do
  if redis.call('GET', KEYS[absent + i]) ~= ARGV[2 + i] then failed[#failed + 1] = absent + i end
end
if #failed > 0 then return failed end
local at = 2 + unchanged
for i = absent + unchanged + 1, #KEYS do
  local value, ttl = ARGV[at + 1], tonumber(ARGV[at + 2])
  at = at + 2
  if ttl == -1 then redis.call('DEL', KEYS[i])
  elseif ttl == 0 then redis.call('SET', KEYS[i], value)
  else redis.call('SET', KEYS[i], value, 'PX', ttl) end
end
return failed
`

type CommitCommand = (keys: number, ...args: (string | Buffer | number)[]) => Promise<number[]>

/** Many nodes, one Redis. It must keep what it acknowledged (`appendonly yes`) and evict nothing (`noeviction`). */
export function openRedisStore(parts: { readonly url: string }): Store {
  return new RedisStore(parts.url)
}

class RedisStore implements Store {
  readonly #redis: Redis
  readonly #commit: CommitCommand

  constructor(url: string) {
    this.#redis = new Redis(url, {
      keyPrefix,
      commandTimeout: commandMilliseconds,
      connectTimeout: commandMilliseconds,
      // A command that was sent may have been carried out: sending it again could spend a code twice.
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: true,
      retryStrategy: () => reconnectMilliseconds,
    })
    // Every failure reaches its caller as a rejected command; without a listener ioredis prints it.
    this.#redis.on('error', () => {})
    this.#redis.defineCommand('tillitCommit', { lua: commitScript })
    const { tillitCommit } = this.#redis as Redis & { tillitCommit: CommitCommand } // defineCommand adds it at run time.
    this.#commit = tillitCommit.bind(this.#redis)
  }

  async read(keys: readonly string[]): Promise<readonly (Uint8Array | undefined)[]> {
    if (keys.length === 0) return []
    const values = await this.#guard(() => this.#redis.mgetBuffer(...keys))
    return values.map((value) => value ?? undefined)
  }

  async commit({ absent = [], unchanged = [], writes }: Change): Promise<CommitOutcome> {
    const conditions = [...absent, ...unchanged.map(({ key }) => key)]
    const keys = [...conditions, ...writes.map(({ key }) => key)]
    const args: (string | number | Buffer)[] = [
      absent.length,
      unchanged.length,
      ...unchanged.map(({ value }) => asBuffer(value)),
      ...writes.flatMap((write): (string | number | Buffer)[] =>
        write.value === undefined ? ['', -1] : [asBuffer(write.value), (write.ttlSeconds ?? 0) * 1000],
      ),
    ]
    const failed = await this.#guard(() => this.#commit(keys.length, ...keys, ...args))
    if (failed.length === 0) return { committed: true }
    return { committed: false, conflicts: failed.flatMap((index) => conditions[index - 1] ?? []) }
  }

  async check(): Promise<void> {
    const policy: unknown = await this.#guard(() => this.#redis.config('GET', 'maxmemory-policy'))
    if (!Array.isArray(policy) || policy[1] !== 'noeviction') {
      throw new StoreUnavailable('Redis must not evict: set maxmemory-policy noeviction')
    }
    await this.#guard(() => this.#redis.set('write-check', '1', 'PX', commandMilliseconds))
  }

  async close(): Promise<void> {
    this.#redis.disconnect()
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (cause) {
      throw new StoreUnavailable('Redis did not answer', { cause })
    }
  }
}

function asBuffer(value: Uint8Array): Buffer {
  return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
}
