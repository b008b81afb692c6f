import { generateKeyPairSync } from 'node:crypto'
import { join } from 'node:path'
import { jwkThumbprint } from '#config/jwk-thumbprint.ts'
import { createSecretFile, readSecretFile } from '#src/store/secret-file.ts'

/** The public half, as it is registered. */
export interface OperatorPublicJwk {
  readonly kty: 'EC'
  readonly crv: 'P-256'
  readonly x: string
  readonly y: string
  readonly kid: string
}

/** Where the operator's private key lies. */
export function operatorKeyFile(dataDir: string): string {
  return join(dataDir, 'operator.jwk.json')
}

/**
 * Makes the operator's key, mode 0600, unless there is one: of two that do so at once one makes it and both read the
 * same. Only the public half is given out here.
 *
 * @throws {Error} when the file is open to others or holds no such key.
 */
export function makeOperatorKey(file: string): OperatorPublicJwk {
  const known = readOperatorKey(file)
  if (known !== undefined) return known
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const text = JSON.stringify({ ...jwk, kid: jwkThumbprint(jwk), alg: 'ES256', use: 'sig' }, undefined, 2)
  createSecretFile(file, `${text}\n`)
  const made = readOperatorKey(file)
  if (made === undefined) throw new Error(`the operator's key ${file} vanished while it was made`)
  return made
}

function readOperatorKey(file: string): OperatorPublicJwk | undefined {
  const text = readSecretFile(file, "the operator's key")
  if (text === undefined) return undefined
  const { kty, crv, x, y } = readMembers(text)
  if (kty !== 'EC' || crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string') {
    throw new Error(`${file} is not an operator's key: it must hold a private EC key of P-256 as a JWK`)
  }
  return { kty, crv, x, y, kid: jwkThumbprint({ kty, crv, x, y }) ?? '' }
}

/** @returns no members for a text that is not JSON: never quoted, for it may hold the key. */
function readMembers(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object.fromEntries(Object.entries(Object(JSON.parse(text))))
  } catch {
    return {}
  }
}
