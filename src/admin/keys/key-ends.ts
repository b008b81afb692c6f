import { type ClientKey, keysOf } from '#src/registry/client-keys.ts'
import { type ClientWire, clientSchema } from '#src/registry/client-schema.ts'
import { giveWay } from '#src/registry/store/give-way.ts'
import type { LiveRegistry } from '#src/registry/store/live-registry.ts'
import type { StoredDocument } from '#src/registry/store/stored-document.ts'

/** Days before the end of a key at which its owner is warned. */
export const warningDays = [60, 30, 7, 1] as const

/** A key that ends soon. */
export interface EndingKey {
  readonly client: ClientWire
  readonly key: ClientKey & { readonly expiresAt: number; readonly daysLeft: number }
  /** The last of {@link warningDays} that has been reached. */
  readonly threshold: number
}

const daySeconds = 86_400

/**
 * Which clients have keys that end soon, found without reading a hundred thousand documents each time: what is kept is
 * one number a client whose keys have ends, brought up to date with what has changed since the last look.
 */
export class KeyEnds {
  readonly #live: Pick<LiveRegistry, 'current'>
  readonly #first = new Map<string, number>()
  #revision = -1
  #looking: Promise<void> = Promise.resolve()

  constructor(live: Pick<LiveRegistry, 'current'>) {
    this.#live = live
  }

  /**
   * Keys of active clients that count now and end within the days, in the order of clients' ids.
   * @param withinDays at most the first of {@link warningDays}.
   */
  async within(withinDays: number, nowSeconds: number): Promise<readonly EndingKey[]> {
    await this.#look()
    const { documents } = this.#live.current
    const until = nowSeconds + withinDays * daySeconds
    const clients = [...this.#first].filter(([, first]) => first <= until).map(([id]) => id)
    const found: EndingKey[] = []
    for (const id of clients.sort()) {
      const document = documents.get({ kind: 'client', id })
      const wire = document === undefined ? undefined : readWire(document)
      if (wire?.status === 'active') found.push(...endingKeysOf(wire, withinDays, nowSeconds))
      await giveWay()
    }
    return found
  }

  /** One look at a time: the second has less to do. */
  #look(): Promise<void> {
    const mine = this.#looking.then(() => this.#readChanges())
    this.#looking = mine.catch(() => {})
    return mine
  }

  async #readChanges(): Promise<void> {
    const { documents } = this.#live.current
    if (documents.revision === this.#revision) return
    for (const document of documents.of('client').values()) {
      if (document.revision <= this.#revision) continue
      this.#note(document)
      await giveWay()
    }
    for (const id of this.#first.keys()) if (documents.get({ kind: 'client', id }) === undefined) this.#first.delete(id)
    this.#revision = documents.revision
  }

  #note(document: StoredDocument): void {
    const wire = readWire(document)
    // The ends that are still to come are looked for when somebody asks: a key that has ended may stand before them.
    const ends = Object.values(wire?.key_expirations ?? {}).map((moment) => Math.floor(Date.parse(moment) / 1000))
    if (ends.length === 0) this.#first.delete(document.id)
    else this.#first.set(document.id, Math.min(...ends))
  }
}

/** @returns undefined for a client whose keys have no ends, without reading the whole of it. */
function readWire({ text }: StoredDocument): ClientWire | undefined {
  if (!text.includes('"key_expirations"')) return undefined
  const parsed = clientSchema.safeParse(JSON.parse(text))
  return parsed.success ? parsed.data : undefined
}

function endingKeysOf(client: ClientWire, withinDays: number, nowSeconds: number): readonly EndingKey[] {
  return keysOf(client, nowSeconds).flatMap((key) => {
    const { expiresAt, daysLeft } = key
    if (expiresAt === undefined || daysLeft === undefined || daysLeft === 0 || daysLeft > withinDays) return []
    const threshold = warningDays.findLast((days) => daysLeft <= days)
    return threshold === undefined ? [] : [{ client, key: { ...key, expiresAt, daysLeft }, threshold }]
  })
}
