import { jsonPath } from '#config/problem.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import type { PublicJwkWire } from '#src/registry/jwk-schema.ts'
import { readOfferedKey } from '#src/registry/offered-key.ts'
import { jsonPointer } from '#src/registry/store/json-pointer.ts'

/**
 * A public key out of a request.
 * @param at the members of the body that lead to it.
 * @throws {ProblemError} `private_key_offered`; `change_refused` with every place. Neither repeats what was sent.
 */
export function requirePublicKey(offered: unknown, at: readonly string[]): PublicJwkWire {
  const read = readOfferedKey(offered)
  if (read.kind === 'key') return read.jwk
  const pointerTo = (path: string) => jsonPointer(jsonPath(at), undefined) + jsonPointer(path, undefined)
  if (read.kind === 'private') throw privateKeyOffered(pointerTo(''))
  throw new ProblemError(
    'change_refused',
    'this is no public key that can be registered',
    read.problems.map(({ path, found, allowed }) => ({ pointer: pointerTo(path), found, allowed })),
  )
}

/** The refusal that tells a sender to count the key as exposed. */
export function privateKeyOffered(pointer: string): ProblemError {
  return new ProblemError('private_key_offered', 'send only the public half of a key, and count this one as exposed', [
    { pointer, found: 'a private or symmetric key', allowed: 'only the public half of a key' },
  ])
}
