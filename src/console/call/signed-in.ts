import type { Context } from 'koa'
import type { z } from 'zod'
import type { Language } from '#idp-adapters/contract.ts'
import type { Actor } from '#src/admin/actor.ts'
import type { CallHeaders, OperationAnswer } from '#src/admin/operation.ts'
import type { ConsoleRoom } from '../console-room.ts'
import type { Say } from '../view/speak.ts'
import { type OperationKey, operationOf } from './operations-by-key.ts'

/** What is asked of an operation, in the form that it has over HTTP. */
export interface Question {
  readonly params?: Readonly<Record<string, string>>
  /** Empty values are left out: a filter that nobody filled in. */
  readonly query?: Readonly<Record<string, string | undefined>>
  readonly body?: unknown
  readonly headers?: CallHeaders
}

/** One request of a person who is logged in, with everything that a page is made from. */
export interface SignedIn {
  readonly room: ConsoleRoom
  readonly ctx: Context
  readonly actor: Actor
  readonly language: Language
  readonly say: Say
  /** For every form of the page. */
  readonly csrf: string
  /** Values within the address, decoded, in their order. */
  readonly params: readonly string[]
  /** Decides what is offered, never what is allowed. */
  readonly isOperator: boolean
  /** Of the address; a name that stands twice counts once. */
  readonly query: Readonly<Record<string, string>>
}

/**
 * Performs an operation as this person: the rights are the person's own and nobody else's.
 * @throws {BrokerError} whatever the operation refuses.
 */
export function perform(
  { actor, room }: SignedIn,
  key: OperationKey,
  { params = {}, query = {}, body, headers = {} }: Question = {},
): Promise<OperationAnswer<unknown>> {
  const given = Object.entries(query).flatMap(([name, value]) => (value ? [[name, value]] : []))
  const raw = { actor, params, query: Object.fromEntries(given), headers, ...(body === undefined ? {} : { body }) }
  return operationOf(key).call(raw, room.admin)
}

/** The same for what is only read: its answer in the form that the page needs. */
export async function ask<Form extends z.ZodType>(
  signedIn: SignedIn,
  key: OperationKey,
  form: Form,
  question: Question = {},
): Promise<z.output<Form>> {
  return form.parse((await perform(signedIn, key, question)).body)
}
