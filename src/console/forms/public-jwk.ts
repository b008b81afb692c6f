import { z } from 'zod'
import { readJson } from '#config/json-text.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { holdsPrivateKey } from '#src/registry/offered-key.ts'

const members = z.record(z.string(), z.json())

/**
 * A pasted text as the JWK that it is, or the one key of a JWK Set. Whether it is good enough the operation decides.
 * @throws {ProblemError} `request_invalid` for no JWK, `private_key_offered`; neither quotes it.
 */
export async function requirePublicJwk(text: string): Promise<z.output<typeof members>> {
  const members = parse(text)
  const jwk = oneKey(members)
  const refuse = (reason: 'request_invalid' | 'private_key_offered', found: string) =>
    new ProblemError(reason, 'paste one public key as a JWK', [{ pointer: '/jwk', found, allowed: 'one public JWK' }])
  if (holdsPrivateKey(members ?? text)) throw refuse('private_key_offered', 'a private or symmetric key')
  if (jwk === undefined) throw refuse('request_invalid', 'no JWK')
  return jwk
}

function parse(text: string): z.output<typeof members> | undefined {
  const read = readJson(text)
  return read.ok ? members.safeParse(read.value).data : undefined
}

function oneKey(value: z.output<typeof members> | undefined): z.output<typeof members> | undefined {
  if (value === undefined || typeof value['kty'] === 'string') return value
  const keys = z.array(members).length(1).safeParse(value['keys'])
  return keys.data?.[0]
}
