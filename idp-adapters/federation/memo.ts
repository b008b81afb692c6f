import { z } from 'zod'
import { LoginFailure } from '../contract.ts'

const memoSchema = z.strictObject({
  /** Configured provider's id: a memo is of no use at another provider. */
  providerId: z.string().min(1),
  nonce: z.string().min(1),
  codeVerifier: z.string().min(1),
  /** Seconds since the epoch. */
  beganAt: z.number().int(),
})

/** What the adapter must remember from begin to complete. Kept by the broker, encrypted, handed back once. */
export type Memo = z.output<typeof memoSchema>

export function writeMemo(memo: Memo): string {
  return JSON.stringify(memo)
}

/** @throws {LoginFailure} `provider_answer_invalid` when it is not a memo of this provider. */
export function readMemo(text: string, providerId: string): Memo {
  let memo: Memo | undefined
  try {
    memo = memoSchema.parse(JSON.parse(text))
  } catch {
    // The parser's message would quote the memo, which is secret.
  }
  if (memo?.providerId !== providerId) throw new LoginFailure('provider_answer_invalid', 'memo is not of this provider')
  return memo
}
