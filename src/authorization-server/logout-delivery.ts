import type { Provider } from 'oidc-provider'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import type { Log } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import { noticeSent } from './audit-entries.ts'
import type { Attempt, LogoutNotice } from './logout-notice.ts'
import type { LogoutOutbox, Lot } from './logout-outbox.ts'

/** What a client heard of a logout when it was first told. */
export interface NoticeOutcome {
  readonly clientId: string
  readonly told: boolean
}

/** Sends logout notices: the engine signs a fresh token for each attempt and fetches with its guard, 2.5 s at most. */
export class LogoutDelivery {
  readonly #provider: () => Provider
  readonly #outbox: LogoutOutbox
  readonly #registry: () => Registry
  readonly #audit: Pick<AuditTrail, 'append'>
  readonly #log: Log

  constructor(parts: {
    readonly provider: () => Provider
    readonly outbox: LogoutOutbox
    readonly registry: () => Registry
    readonly audit: Pick<AuditTrail, 'append'>
    readonly log: Log
  }) {
    this.#provider = parts.provider
    this.#outbox = parts.outbox
    this.#registry = parts.registry
    this.#audit = parts.audit
    this.#log = parts.log
  }

  /** Tells every client of a lot at the same time. Never throws: what is not noted as done is sent again. */
  async deliver(lot: Lot): Promise<readonly NoticeOutcome[]> {
    const attempts = await Promise.all(lot.notices.map(async (notice) => [notice, await this.#tell(notice)] as const))
    try {
      if (attempts.length > 0) await this.#outbox.settle(lot, new Map(attempts.map(([{ id }, made]) => [id, made])))
      // After it: a trail that can't be written must not have a client told again every few seconds.
      await this.#audit.append(...attempts.flatMap(([{ clientId }, made]) => this.#entryOf(clientId, made)))
    } catch (error) {
      this.#log.warn({ name: error instanceof Error ? error.name : typeof error }, 'logout notices are not noted')
    }
    return attempts.map(([{ clientId }, made]) => ({ clientId, told: made !== 'failed' }))
  }

  /** One turn of the worker that runs on every node. */
  async deliverDue(): Promise<void> {
    for (const lot of await this.#outbox.takeDue()) await this.deliver(lot)
  }

  #entryOf(clientId: string, made: Attempt): readonly AuditEntry[] {
    if (made === 'gone') return []
    return [noticeSent(this.#registry(), clientId, made === 'told' ? 'done' : 'failed')]
  }

  async #tell({ clientId, subject, sid, attempts }: LogoutNotice): Promise<Attempt> {
    const client = await this.#provider().Client.find(clientId)
    if (client?.backchannelLogoutUri === undefined) return 'gone'
    try {
      await notify(client, subject, sid)
      this.#log.info({ client_id: clientId, attempts: attempts + 1 }, 'a client was told of a logout')
      return 'told'
    } catch {
      this.#log.warn({ client_id: clientId, attempts: attempts + 1 }, 'a client did not accept its back-channel logout')
      return 'failed'
    }
  }
}

/** The published types know the engine's method by an index signature only. */
function notify(client: object, subject: string, sid: string): Promise<void> {
  return (client as { backchannelLogout(sub: string, sid: string): Promise<void> }).backchannelLogout(subject, sid)
}
