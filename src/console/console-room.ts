import type { Context } from 'koa'
import type { Config } from '#config/schema.ts'
import type { AdminParts } from '#src/admin/admin-parts.ts'
import type { AccessTokens } from '#src/authorization-server/access-tokens.ts'
import type { FormTokens } from '#src/http/form-token.ts'
import type { OwnFetch } from '#src/http/own-fetch.ts'
import type { PageWriter } from '#src/http/page-writer.ts'
import type { ConsoleKey } from '#src/keys/console-key.ts'
import type { Clock } from '#src/operations/clock.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { ConsoleViews } from './view/console-views.ts'

/** What the console works with; `app.ts` puts it together once. */
export interface ConsoleRoom {
  readonly config: Config
  /** What the operations of the admin API work on. The console changes nothing but through them. */
  readonly admin: AdminParts
  readonly registry: () => Registry
  readonly accessTokens: AccessTokens
  readonly forms: FormTokens
  readonly pages: PageWriter
  readonly views: ConsoleViews
  readonly clock: Clock
  readonly key: ConsoleKey
  readonly newUnit: () => UnitOfWork
  /** Digest of the browser's binding cookie, set if it was missing. */
  readonly browserOf: (ctx: Context) => string
  /** A fetch that reaches this process alone, in the name of somebody at this address. */
  readonly fetchOwn: (from: string) => OwnFetch
}

/** A step before there is a session: takes the request, writes the answer, or throws a BrokerError. */
export type ConsoleStep = (room: ConsoleRoom, ctx: Context) => Promise<void>
