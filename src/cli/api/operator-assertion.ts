import { importJWK, type JWK, SignJWT } from 'jose'
import { z } from 'zod'
import { readJson } from '#config/json-text.ts'
import { operatorKeyFile } from '#src/keys/operator-key.ts'
import type { Clock } from '#src/operations/clock.ts'
import { randomToken } from '#src/operations/random.ts'
import { operatorClientId } from '#src/registry/built-in/names.ts'
import { readSecretFile } from '#src/store/secret-file.ts'
import { CommandFailed } from '../command-failed.ts'

/** Seconds that an assertion lives: long enough for two requests, and well within what the broker takes. */
const lifeSeconds = 30
const keySchema = z.looseObject({ kty: z.literal('EC'), kid: z.string(), alg: z.literal('ES256'), d: z.string() })

/** How the operator's client authenticates (RFC 7523): signs assertions, and never gives out the key. */
export type SignAssertion = (issuer: string) => Promise<string>

/** @throws {CommandFailed} without a key that can be used. {Error} when others can read it. */
export function loadOperatorKey(dataDir: string, clock: Clock): SignAssertion {
  const key = readKey(operatorKeyFile(dataDir))
  return async (issuer) => {
    const now = clock.nowSeconds()
    return new SignJWT({ jti: randomToken() })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'client-authentication+jwt' })
      .setIssuer(operatorClientId)
      .setSubject(operatorClientId)
      .setAudience(issuer)
      .setIssuedAt(now)
      .setNotBefore(now)
      .setExpirationTime(now + lifeSeconds)
      .sign(await importJWK(key, key.alg))
  }
}

function readKey(file: string): JWK & { readonly kid: string; readonly alg: 'ES256' } {
  const text = readSecretFile(file, "the operator's key")
  if (text === undefined) {
    throw new CommandFailed(
      `There is no operator's key ${file}: set TILLIT_DATA_DIR to the folder that holds it, or run tillit operator init.`,
      2,
    )
  }
  const read = readJson(text)
  const parsed = keySchema.safeParse(read.ok ? read.value : undefined)
  if (!parsed.success)
    throw new CommandFailed(`${file} is not an operator's key: it must hold one private EC key as a JWK`, 2)
  return parsed.data
}
