import type { Placeholders } from '#config/placeholders.ts'
import type { Log } from '#src/operations/log.ts'
import type { Database } from '#src/store/database.ts'
import type { Registry } from '../registry.ts'
import { RegistryBuilder } from './build-registry.ts'
import { loadChanges, loadDocuments } from './load-documents.ts'
import type { PlanBase } from './plan-base.ts'

/** The registry that this node serves from memory. It follows the store; what it can't read leaves it as it was. */
export class LiveRegistry {
  readonly #database: Database
  readonly #builder: RegistryBuilder
  readonly #log: Log
  #current: PlanBase
  #isStale = false
  #refreshing: Promise<void> | undefined

  private constructor(parts: {
    readonly database: Database
    readonly builder: RegistryBuilder
    readonly log: Log
    readonly current: PlanBase
  }) {
    this.#database = parts.database
    this.#builder = parts.builder
    this.#log = parts.log
    this.#current = parts.current
  }

  /** Reads everything. @throws {StoreUnavailable} */
  static async open(parts: {
    readonly database: Database
    readonly placeholders: Placeholders
    readonly log: Log
  }): Promise<LiveRegistry> {
    const { database, placeholders, log } = parts
    const builder = new RegistryBuilder({
      placeholders,
      onUnreadable: ({ kind, id }) =>
        log.error({ kind, id }, 'an entity of the registry can not be read: it is left out'),
    })
    const documents = await loadDocuments(database)
    return new LiveRegistry({ database, builder, log, current: { documents, registry: builder.build(documents) } })
  }

  /** As it was at the last look. */
  get registry(): Registry {
    return this.#current.registry
  }

  /** The same with the documents behind it; both of one revision. */
  get current(): PlanBase {
    return this.#current
  }

  get revision(): number {
    return this.#current.documents.revision
  }

  /** Whether the last look at the store failed: what is served may be an older revision. */
  get isStale(): boolean {
    return this.#isStale
  }

  /** Looks whether there is a newer revision and goes on with it. @throws {StoreUnavailable} and stays as it was. */
  refresh(): Promise<void> {
    // A look that is under way may have begun before the change that the caller wants to see.
    const after = this.#refreshing?.catch(() => {}) ?? Promise.resolve()
    const mine = after.then(() => this.#load())
    this.#refreshing = mine
    return mine
  }

  /** One turn of the work that every node does several times a second. Never rejects. */
  async follow(): Promise<void> {
    try {
      await this.refresh()
    } catch {
      // Told once, in #load; health and metric tell it as long as it lasts.
    }
  }

  async #load(): Promise<void> {
    try {
      const documents = await loadChanges(this.#database, this.#current.documents)
      if (documents !== this.#current.documents) {
        this.#current = { documents, registry: this.#builder.build(documents) }
        this.#log.info({ revision: documents.revision }, 'the registry has a new revision')
      }
      this.#isStale = false
    } catch (error) {
      if (!this.#isStale)
        this.#log.warn({ revision: this.revision }, 'the registry can not be read: the last one stays')
      this.#isStale = true
      throw error
    }
  }
}
