import { z } from 'zod'
import type { Log } from '#src/operations/log.ts'
import type { Database } from '#src/store/database.ts'
import type { Seal } from '#src/store/seal.ts'
import type { Store } from '#src/store/store.ts'
import type { ChainHead } from './chain.ts'

const anchorSchema = z.object({ seq: z.int().min(1), mac: z.string() })
/** How much of the newest trail could be cut off without a trace, in milliseconds. */
const noteMilliseconds = 2000

export interface AnchorParts {
  readonly store: Store
  readonly seal: Seal
}

/** The newest end of the chain that was noted in the state store. @throws {StoreUnavailable} */
export async function readAnchor(parts: AnchorParts): Promise<ChainHead | undefined> {
  return (await read(parts)).anchor
}

/**
 * Notes the end of the chain in the state store every few seconds: records that are cut off the end of the database are
 * missed there. Sealed with the store key, so it can't be made up; put back to an older one it can be.
 */
export class AnchorKeeper {
  readonly #parts: AnchorParts
  readonly #head: () => ChainHead
  readonly #timer: NodeJS.Timeout

  private constructor(parts: AnchorParts, head: () => ChainHead) {
    this.#parts = parts
    this.#head = head
    this.#timer = setInterval(() => void this.#note(), noteMilliseconds).unref()
  }

  /**
   * A trail that does not hold the noted end is told to the operator, and the note stays as it is: it is the evidence.
   * @returns undefined then.
   */
  static async start(
    parts: AnchorParts & { readonly database: Database; readonly log: Log; readonly head: () => ChainHead },
  ): Promise<AnchorKeeper | undefined> {
    const anchor = await readAnchor(parts)
    if (anchor === undefined || (await holds(parts.database, anchor))) return new AnchorKeeper(parts, parts.head)
    parts.log.error({ seq: anchor.seq }, 'the audit trail lacks records that were written: run tillit audit verify')
    return undefined
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#note()
  }

  /** Never lowered: of two nodes the one further on wins. */
  async #note(): Promise<void> {
    const head = this.#head()
    try {
      const { key, anchor, bytes } = await read(this.#parts)
      if (head.seq <= (anchor?.seq ?? 0)) return
      await this.#parts.store.commit({
        ...(bytes === undefined ? { absent: [key] } : { unchanged: [{ key, value: bytes }] }),
        writes: [{ key, value: this.#parts.seal.seal(key, head), ttlSeconds: undefined }],
      })
    } catch {
      // The store is away, and requests say so. The next note comes soon and covers this one.
    }
  }
}

async function read({ store, seal }: AnchorParts) {
  const key = seal.key('audit-anchor', 'head')
  const [bytes] = await store.read([key])
  const anchor = bytes === undefined ? undefined : anchorSchema.parse(seal.open(key, bytes))
  return { key, bytes, anchor }
}

async function holds(database: Database, anchor: ChainHead): Promise<boolean> {
  const row = await database.query
    .selectFrom('audit_record')
    .select('mac')
    .where('seq', '=', anchor.seq)
    .executeTakeFirst()
  return row?.mac === anchor.mac
}
