import { z } from 'zod'
import { isTooDeep } from '#src/http/json-depth.ts'
import { ProblemError } from '#src/http/problem-error.ts'

const members = z.record(z.string(), z.json())

/** Members that hold a secret (RFC 7518 section 6, RFC 8037 section 2). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * A pasted text as the JWK that it is, or the one key of a JWK Set. Whether it is good enough the operation decides.
 * @throws {ProblemError} `request_invalid` for no JWK, `private_key_offered`; neither quotes it.
 */
export async function requirePublicJwk(text: string): Promise<z.output<typeof members>> {
  const jwk = oneKey(parse(text))
  const refuse = (reason: 'request_invalid' | 'private_key_offered', found: string) =>
    new ProblemError(reason, 'paste one public key as a JWK', [{ pointer: '/jwk', found, allowed: 'one public JWK' }])
  if (jwk === undefined) throw refuse('request_invalid', /PRIVATE KEY/.test(text) ? 'a private key' : 'no JWK')
  if (secretMembers.some((member) => member in jwk)) throw refuse('private_key_offered', 'a private or symmetric key')
  return jwk
}

function parse(text: string): z.output<typeof members> | undefined {
  if (isTooDeep(text)) return undefined
  try {
    return members.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function oneKey(value: z.output<typeof members> | undefined): z.output<typeof members> | undefined {
  if (value === undefined || typeof value['kty'] === 'string') return value
  const keys = z.array(members).length(1).safeParse(value['keys'])
  return keys.data?.[0]
}
