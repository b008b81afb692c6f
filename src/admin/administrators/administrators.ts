import type { AuditActor } from '#src/audit/entry.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import type { Clock } from '#src/operations/clock.ts'
import { randomCorrelationId } from '#src/operations/random.ts'
import type { Database } from '#src/store/database.ts'

/** A person who may administer. */
export interface Administrator {
  readonly id: string
  readonly name: string
  /** Organisation numbers. */
  readonly organisations: readonly string[]
}

/** A person for one organisation, as it is listed. */
export interface AdministratorEntry {
  readonly id: string
  readonly name: string
  readonly organisation: string
  /** Milliseconds since the epoch. */
  readonly addedAt: number
  readonly addedBy: string
}

/** Who may administer, and for whom. Kept by `sub`, which says nothing without the store key. */
export class Administrators {
  readonly #database: Database
  readonly #audit: Pick<AuditTrail, 'commitWith'>
  readonly #clock: Clock
  /** People of the development configuration, who are in no table. */
  readonly #configured: ReadonlyMap<string, Administrator>

  constructor(parts: {
    readonly database: Database
    readonly audit: Pick<AuditTrail, 'commitWith'>
    readonly clock: Clock
    /** By `sub`. */
    readonly configured: ReadonlyMap<string, Administrator>
  }) {
    this.#database = parts.database
    this.#audit = parts.audit
    this.#clock = parts.clock
    this.#configured = parts.configured
  }

  /** @returns undefined for somebody who administers nothing. @throws {StoreUnavailable} */
  async find(subject: string): Promise<Administrator | undefined> {
    const rows = await this.#database.query
      .selectFrom('administrator')
      .select(['id', 'name', 'organisation'])
      .where('subject', '=', subject)
      .orderBy('organisation')
      .execute()
    const [first] = rows
    if (first === undefined) return this.#configured.get(subject)
    return { id: first.id, name: first.name, organisations: rows.map(({ organisation }) => organisation) }
  }

  /** In the order of their organisations and names. @throws {StoreUnavailable} */
  async list(): Promise<readonly AdministratorEntry[]> {
    const rows = await this.#database.query
      .selectFrom('administrator')
      .select(['id', 'name', 'organisation', 'added_at', 'added_by'])
      .orderBy('organisation')
      .orderBy('name')
      .execute()
    return rows.map(({ added_at, added_by, ...entry }) => ({ ...entry, addedAt: added_at, addedBy: added_by }))
  }

  /**
   * Lets a person administer an organisation. Somebody who does already stays as they are.
   * @returns the person's id. @throws {StoreUnavailable}
   */
  async add(
    person: { readonly subject: string; readonly pid: string; readonly name: string; readonly organisation: string },
    author: AuditActor,
    reason: string,
  ): Promise<string> {
    const id = (await this.find(person.subject))?.id ?? randomCorrelationId()
    const { subject, name, organisation, pid } = person
    const entry = {
      event: 'administrator.changed',
      outcome: 'done',
      actor: author,
      organisation,
      pid,
      details: { action: 'add', administrator: id, reason },
    } as const
    await this.#audit.commitWith([entry], async (transaction) => {
      const row = {
        id,
        subject,
        name,
        organisation,
        added_at: this.#clock.nowMilliseconds(),
        added_by: author.id ?? '',
      }
      const result = await transaction
        .insertInto('administrator')
        .values(row)
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      return result.numInsertedOrUpdatedRows === 1n
    })
    return id
  }

  /** @returns false when there was nobody to remove. @throws {StoreUnavailable} */
  async remove(
    { id, organisation }: Pick<AdministratorEntry, 'id' | 'organisation'>,
    author: AuditActor,
    reason: string,
  ): Promise<boolean> {
    const entry = {
      event: 'administrator.changed',
      outcome: 'done',
      actor: author,
      organisation,
      details: { action: 'remove', administrator: id, reason },
    } as const
    return this.#audit.commitWith([entry], async (transaction) => {
      const result = await transaction
        .deleteFrom('administrator')
        .where('id', '=', id)
        .where('organisation', '=', organisation)
        .executeTakeFirst()
      return result.numDeletedRows === 1n
    })
  }
}
