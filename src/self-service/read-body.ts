import type { Context } from 'koa'
import type { z } from 'zod'
import { readJson } from '#config/json-text.ts'
import { hasRepeatedMember } from '#config/repeated-member.ts'
import { problemsOfZod } from '#config/zod-problems.ts'
import { privateKeyOffered } from '#src/admin/keys/offered-key.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { readText } from '#src/http/form-body.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { holdsPrivateKey } from '#src/registry/offered-key.ts'
import { jsonPointer } from '#src/registry/store/json-pointer.ts'

/** Bytes. The largest public key has two thousand, and a client has at most some hundred addresses. */
const bodyLimit = 64 * 1024

/**
 * The JSON value of a body, with no private key anywhere in it and no two members of one name.
 * @throws {BrokerError} `private_key_offered` before all else, so that its sender learns of it; `content_type_wrong`
 * `body_too_large` `request_invalid`. None repeats what was sent.
 */
export async function readBody(ctx: Context): Promise<unknown> {
  if (!ctx.is('application/json', 'application/*+json')) {
    throw new BrokerError('content_type_wrong', 'send application/json')
  }
  const text = await readText(ctx, bodyLimit)
  const read = readJson(text)
  if (read.ok ? holdsPrivateKey(read.value) : text.includes('PRIVATE KEY')) throw privateKeyOffered('')
  if (!read.ok) throw new BrokerError('request_invalid', 'the body is not JSON that can be read')
  if (hasRepeatedMember(text)) throw new BrokerError('request_invalid', 'a member of the body was sent twice')
  return read.value
}

/** The same in the form that is wanted. @throws {ProblemError} `request_invalid` with every place. */
export async function readForm<Schema extends z.ZodType>(ctx: Context, schema: Schema): Promise<z.output<Schema>> {
  const body = await readBody(ctx)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const places = problemsOfZod('', parsed.error, body).map(({ path, found, allowed }) => ({
    pointer: jsonPointer(path, body),
    found,
    allowed,
  }))
  throw new ProblemError('request_invalid', 'the body has not the form that is wanted', places)
}
