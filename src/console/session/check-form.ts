import type { Context } from 'koa'
import type { ConsoleRoom } from '../console-room.ts'
import type { FoundSession } from './sessions.ts'

/** The token that every form of this session carries. */
export function formTokenOf(room: ConsoleRoom, ctx: Context, { id }: FoundSession): string {
  return room.forms.make(subjectOf(id), room.browserOf(ctx))
}

/** @throws {BrokerError} `form_not_ours` */
export function checkForm(
  room: ConsoleRoom,
  ctx: Context,
  form: ReadonlyMap<string, string>,
  { id }: FoundSession,
): void {
  room.forms.check(ctx, form.get('csrf'), subjectOf(id), room.browserOf(ctx))
}

/** So that a token of another page never fits. */
function subjectOf(sessionId: string): string {
  return `console ${sessionId}`
}
