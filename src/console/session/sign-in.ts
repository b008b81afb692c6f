import type { Context } from 'koa'
import type { Actor } from '#src/admin/actor.ts'
import { findActor } from '#src/admin/find-actor.ts'
import { consoleClientId } from '#src/registry/built-in/names.ts'
import { attempt } from '../call/attempt.ts'
import type { ConsoleRoom } from '../console-room.ts'
import { type FoundSession, findSession } from './sessions.ts'

/** Who asks: nobody, somebody who administers nothing, or somebody with rights. Looked up anew for each request. */
export type Person =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'without-rights'; readonly found: FoundSession }
  | { readonly kind: 'administrator'; readonly found: FoundSession; readonly actor: Actor }

/** @throws {StoreUnavailable} */
export async function findPerson(room: ConsoleRoom, ctx: Context): Promise<Person> {
  const found = await findSession(room, ctx)
  if (found === undefined) return { kind: 'nobody' }
  const { login, scopes } = found.session
  const caller = { clientId: consoleClientId, scopes, login }
  const parts = { registry: room.registry(), administrators: room.admin.administrators, operatingSystem: {} }
  const outcome = await attempt(findActor(caller, parts))
  if ('done' in outcome) return { kind: 'administrator', found, actor: outcome.done }
  if (outcome.refused.reason === 'change_not_allowed') return { kind: 'without-rights', found }
  throw outcome.refused
}
