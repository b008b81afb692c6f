import { createHash } from 'node:crypto'
import type { AuditActor } from '#src/audit/entry.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import type { Clock } from '#src/operations/clock.ts'
import { randomCorrelationId, randomToken } from '#src/operations/random.ts'
import type { Database } from '#src/store/database.ts'

/** What may be known of a key that an organisation's programs make drafts with. The key itself is kept nowhere. */
export interface ApiKey {
  readonly id: string
  /** Organisation number. */
  readonly organisation: string
  readonly name: string
  /** Milliseconds since the epoch, as is the other. */
  readonly addedAt: number
  readonly addedBy: string
  readonly expiresAt: number
}

/** Keys by which an organisation's programs may make drafts of clients, and nothing else. */
export class ApiKeys {
  readonly #database: Database
  readonly #audit: Pick<AuditTrail, 'commitWith'>
  readonly #clock: Clock

  constructor(parts: {
    readonly database: Database
    readonly audit: Pick<AuditTrail, 'commitWith'>
    readonly clock: Clock
  }) {
    this.#database = parts.database
    this.#audit = parts.audit
    this.#clock = parts.clock
  }

  /**
   * The key as somebody shows it, if it counts. Looked up by a digest of 256 random bits: how long that takes tells
   * nothing that helps to guess one.
   * @throws {StoreUnavailable}
   */
  async find(shown: string): Promise<ApiKey | undefined> {
    const row = await this.#database.query
      .selectFrom('api_key')
      .selectAll()
      .where('digest', '=', digestOf(shown))
      .executeTakeFirst()
    return row === undefined || row.expires_at <= this.#clock.nowMilliseconds() ? undefined : apiKeyOf(row)
  }

  /** In the order of their ids. @param organisations undefined: all of them. @throws {StoreUnavailable} */
  async list(organisations: readonly string[] | undefined): Promise<readonly ApiKey[]> {
    const all = this.#database.query.selectFrom('api_key').selectAll().orderBy('id')
    const rows = await (organisations === undefined ? all : all.where('organisation', 'in', organisations)).execute()
    return rows.map(apiKeyOf)
  }

  /** @returns the key in clear, this once. @throws {StoreUnavailable} */
  async add(
    made: Pick<ApiKey, 'organisation' | 'name' | 'expiresAt'>,
    author: AuditActor,
    reason: string,
  ): Promise<{ readonly apiKey: ApiKey; readonly secret: string }> {
    const secret = randomToken()
    const apiKey: ApiKey = {
      ...made,
      id: randomCorrelationId(),
      addedAt: this.#clock.nowMilliseconds(),
      addedBy: author.id ?? '',
    }
    const { id, organisation, name, addedAt, addedBy, expiresAt } = apiKey
    await this.#audit.commitWith([entryOf('add', apiKey, author, reason)], async (transaction) => {
      const row = { id, organisation, name, digest: digestOf(secret), added_at: addedAt, added_by: addedBy }
      await transaction
        .insertInto('api_key')
        .values({ ...row, expires_at: expiresAt })
        .execute()
      return true
    })
    return { apiKey, secret }
  }

  /** @returns false when it was not there any more. @throws {StoreUnavailable} */
  remove(apiKey: ApiKey, author: AuditActor, reason: string): Promise<boolean> {
    return this.#audit.commitWith([entryOf('remove', apiKey, author, reason)], async (transaction) => {
      const result = await transaction.deleteFrom('api_key').where('id', '=', apiKey.id).executeTakeFirst()
      return result.numDeletedRows === 1n
    })
  }
}

function entryOf(action: string, { id, organisation, name }: ApiKey, actor: AuditActor, reason: string) {
  const details = { action, api_key: id, name, reason }
  return { event: 'api_key.changed', outcome: 'done', actor, organisation, details } as const
}

function digestOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

function apiKeyOf(row: {
  readonly id: string
  readonly organisation: string
  readonly name: string
  readonly added_at: number
  readonly added_by: string
  readonly expires_at: number
}): ApiKey {
  const { id, organisation, name, added_at, added_by, expires_at } = row
  return { id, organisation, name, addedAt: added_at, addedBy: added_by, expiresAt: expires_at }
}
