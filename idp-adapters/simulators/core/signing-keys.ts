import { createHmac } from 'node:crypto'
import { type CryptoKey, exportJWK, exportSPKI, generateKeyPair, type JWK, SignJWT } from 'jose'
import { randomId } from './random-id.ts'

interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  readonly publicJwk: JWK
}

/** Two RS256 keys, as ID-porten and BankID have them: the first signs, the other is published only. */
export class SigningKeys {
  #keys: readonly SigningKey[]

  private constructor(keys: readonly SigningKey[]) {
    this.#keys = keys
  }

  static async create(): Promise<SigningKeys> {
    return new SigningKeys(await Promise.all([createKey(), createKey()]))
  }

  jwks(): { readonly keys: readonly JWK[] } {
    return { keys: this.#keys.map((key) => key.publicJwk) }
  }

  /** Signs from now on with a key that nobody has seen; the one before stays published. */
  async rotate(): Promise<void> {
    this.#keys = [await createKey(), this.#current()]
  }

  /** @param kid another name than the key's own, for the fault `kid-unknown`. */
  sign(claims: Record<string, unknown>, kid?: string): Promise<string> {
    const key = this.#current()
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: kid ?? key.kid })
      .sign(key.privateKey)
  }

  /** The classic confusion: HMAC with the public key, which everybody has, as the secret. */
  async signWithPublicKey(claims: Record<string, unknown>): Promise<string> {
    const key = this.#current()
    const input = `${encode({ alg: 'HS256', typ: 'JWT', kid: key.kid })}.${encode(claims)}`
    return `${input}.${createHmac('sha256', await exportSPKI(key.publicKey))
      .update(input)
      .digest('base64url')}`
  }

  /** `alg: none`: no signature at all. */
  leaveUnsigned(claims: Record<string, unknown>): string {
    return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`
  }

  #current(): SigningKey {
    const key = this.#keys[0]
    if (key === undefined) throw new Error('a simulator without keys')
    return key
  }
}

async function createKey(): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = randomId()
  return { kid, privateKey, publicKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' } }
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
