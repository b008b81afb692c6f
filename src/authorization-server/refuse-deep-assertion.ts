import { errors, type KoaContextWithOIDC } from 'oidc-provider'
import { isNestedTooDeeply } from '#config/json-text.ts'

/**
 * The engine copies the claims of an assertion whose signature holds, and a text that does nothing but nest makes that
 * fail as if it were our bug. Asked for every client id, known or not, before anything else.
 *
 * @throws {errors.InvalidClientAuth}
 */
export function refuseDeepAssertion({ oidc }: KoaContextWithOIDC): void {
  const assertion = oidc.params?.client_assertion
  if (typeof assertion !== 'string') return
  const parts = assertion.split('.', 2).map((part) => Buffer.from(part, 'base64url').toString('utf8'))
  if (parts.some(nestsTooDeeply)) throw new errors.InvalidClientAuth('the assertion nests too deeply')
}

function nestsTooDeeply(json: string): boolean {
  try {
    return isNestedTooDeeply(JSON.parse(json))
  } catch {
    // Not JSON at all: the engine says so.
    return false
  }
}
