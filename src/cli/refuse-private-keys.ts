import { CommandFailed } from './command-failed.ts'

/** Members that only a private or symmetric key has (RFC 7518 section 6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

/**
 * Makes sure that nothing in a document is a private key, before it leaves this machine.
 * @throws {CommandFailed} with the place, and never what stands there.
 */
export function refusePrivateKeys(file: string, document: unknown): void {
  const place = findPrivateKey(document, '')
  if (place === undefined) return
  throw new CommandFailed(
    `${file} ${place}: found a private or symmetric key, allowed the public half alone.\nNothing was sent. A private key that lies in such a file is known to more than its owner: make a new one.`,
  )
}

function findPrivateKey(value: unknown, place: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  if (Object.hasOwn(value, 'kty') && holdsSecret(value)) return place || '/'
  for (const [name, inner] of Object.entries(value)) {
    const found = findPrivateKey(inner, `${place}/${name}`)
    if (found !== undefined) return found
  }
  return undefined
}

/** In any case: some libraries write `D`. */
function holdsSecret(value: object): boolean {
  return Object.keys(value).some((name) => privateMembers.includes(name.toLowerCase()))
}
