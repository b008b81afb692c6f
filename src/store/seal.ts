import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** What a record is about; part of its key and of its seal, so that a value can't be moved to another kind. */
export type RecordKind = string

const ivBytes = 12
const tagBytes = 16

/**
 * Turns ids into keyed digests and values into ciphertext, so that a stolen database holds no token, code, cookie,
 * key or national identity number.
 *
 * Key = `<kind>:<HMAC-SHA256(kind, id)>`; value = AES-256-GCM over JSON with the key as additional data: a value that
 * was moved to another key does not open.
 */
export class Seal {
  readonly #digestKey: Buffer
  readonly #cipherKey: Buffer

  /** @param storeKey 32 random bytes, the same on every node. */
  constructor(storeKey: Uint8Array) {
    if (storeKey.length !== 32) throw new Error('the store key must be 32 bytes')
    this.#digestKey = Buffer.from(hkdfSync('sha256', storeKey, '', 'tillit store digest', 32))
    this.#cipherKey = Buffer.from(hkdfSync('sha256', storeKey, '', 'tillit store cipher', 32))
  }

  key(kind: RecordKind, id: string): string {
    // The length in front keeps ("ab", "c") and ("a", "bc") apart.
    const digest = createHmac('sha256', this.#digestKey).update(`${kind.length}:${kind}${id}`).digest('base64url')
    return `${kind}:${digest}`
  }

  seal(key: string, value: unknown): Uint8Array {
    const iv = randomBytes(ivBytes)
    const cipher = createCipheriv('aes-256-gcm', this.#cipherKey, iv)
    cipher.setAAD(Buffer.from(key))
    const body = cipher.update(JSON.stringify(value), 'utf8')
    return Buffer.concat([iv, body, cipher.final(), cipher.getAuthTag()])
  }

  /** @throws {Error} when the value was not sealed with this store key for this record key. */
  open(key: string, sealed: Uint8Array): unknown {
    const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
    const decipher = createDecipheriv('aes-256-gcm', this.#cipherKey, bytes.subarray(0, ivBytes))
    decipher.setAAD(Buffer.from(key))
    decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
    const body = decipher.update(bytes.subarray(ivBytes, bytes.length - tagBytes))
    return JSON.parse(Buffer.concat([body, decipher.final()]).toString('utf8'))
  }
}
