import type { Context } from 'koa'
import type { Config } from '#config/schema.ts'
import type { LoginNetwork } from '#src/assurance/login.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import type { BrowserSessions } from '#src/authorization-server/browser-sessions.ts'
import type { Interactions } from '#src/authorization-server/interactions.ts'
import type { FormTokens } from '#src/http/form-token.ts'
import type { PageWriter } from '#src/http/page-writer.ts'
import type { Clock } from '#src/operations/clock.ts'
import type { Log } from '#src/operations/log.ts'
import type { Metrics } from '#src/operations/metrics.ts'
import type { PersonRegisters } from '#src/person/person-registers.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { Providers } from './providers.ts'

/** What the steps of the login room work with; `main.ts` puts it together once. */
export interface LoginRoom {
  readonly config: Config
  readonly registry: () => Registry
  readonly audit: Pick<AuditTrail, 'append'>
  readonly providers: Providers
  readonly personRegisters: PersonRegisters
  readonly interactions: Interactions
  readonly sessions: BrowserSessions
  readonly forms: FormTokens
  readonly pages: PageWriter
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
  readonly subjectOf: (pid: string) => string
  /** Where the browser stands, by its address; undefined when no networks are configured. */
  readonly networkOf: (ctx: Context) => LoginNetwork | undefined
  /** Digest of the browser's binding cookie, set if it was missing. */
  readonly browserOf: (ctx: Context) => string
  /** Whether this login may go to a provider, or bring an answer to be kept, once more; counts it. */
  readonly mayTry: (uid: string) => boolean
  /** Runs `work` in a unit of its own; the caller commits it. */
  inUnit<T>(work: (unit: UnitOfWork) => Promise<T>): Promise<T>
}

/** A step of the login room: takes the request, writes the answer, or throws a BrokerError. */
export type Step = (room: LoginRoom, ctx: Context) => Promise<void>
