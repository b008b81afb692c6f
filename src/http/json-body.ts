import type { Context } from 'koa'
import { readJson } from '#config/json-text.ts'
import { BrokerError } from './broker-error.ts'
import { readText } from './form-body.ts'

/**
 * The JSON value of a body; what it means is for its schema to say.
 * @param bodyLimit bytes that the body may have.
 * @throws {BrokerError} `content_type_wrong`, `body_too_large`, or `request_invalid` for a text that is not JSON or
 * nests too deeply.
 */
export async function readJsonBody(ctx: Context, bodyLimit: number): Promise<unknown> {
  if (!ctx.is('application/json', 'application/*+json')) {
    throw new BrokerError('content_type_wrong', 'send application/json')
  }
  const read = readJson(await readText(ctx, bodyLimit))
  if (!read.ok) throw new BrokerError('request_invalid', `the body is ${read.found}`)
  return read.value
}
