import type { RegisterConfig } from '#config/schema.ts'
import type { Pid } from '../pid.ts'
import type { RegisterTokens } from './register-token.ts'

/** Bytes of one answer. A person is a kilobyte or two; more is a fault or an attack. */
const maximumAnswerBytes = 100_000

/** Why a register's answer does not count. `detail` is for the log: never a number, name or other text of the answer. */
export class RegisterFailure extends Error {
  override readonly name = 'RegisterFailure'
  readonly outcome: 'unavailable' | 'invalid'
  readonly detail: string

  constructor(outcome: 'unavailable' | 'invalid', detail: string) {
    super(`${outcome}: ${detail}`)
    this.outcome = outcome
    this.detail = detail
  }
}

/**
 * One question to one register: `POST <url>/oppslag` with the number in the body, so that it stands in no address and in
 * nobody's access log. Follows no redirect, ends within the register's time, reads no more than an answer may hold.
 *
 * @returns the JSON, not yet judged.
 * @throws {RegisterFailure}
 */
export async function askRegister(register: RegisterConfig, tokens: RegisterTokens, pid: Pid): Promise<unknown> {
  const signal = AbortSignal.timeout(register.timeoutSeconds * 1000)
  const authorization = `Bearer ${await tokens.tokenFor(register)}`
  let text: string
  try {
    const response = await fetch(`${register.url}/oppslag`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json', authorization },
      body: JSON.stringify({ identifikator: pid }),
      redirect: 'error',
      signal,
    })
    text = await readAnswer(response)
  } catch (error) {
    if (error instanceof RegisterFailure) throw error
    throw new RegisterFailure('unavailable', signal.aborted ? 'no answer in time' : 'no connection')
  }
  try {
    return JSON.parse(text)
  } catch {
    throw new RegisterFailure('invalid', 'the answer is no JSON')
  }
}

async function readAnswer(response: Response): Promise<string> {
  if (response.status !== 200) throw new RegisterFailure('unavailable', `status ${response.status}`)
  if (!/^application\/json\b/i.test(response.headers.get('content-type') ?? '')) {
    throw new RegisterFailure('invalid', 'the answer is of another type than JSON')
  }
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body ?? []) {
    length += part.length
    if (length > maximumAnswerBytes) throw new RegisterFailure('invalid', 'an answer that does not end')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}
