import { randomBytes, randomUUID } from 'node:crypto'

/** The only source of our own random values (the engine and the store's seal have theirs). */

/** 256 random bits, base64url: states, handles, cookies, CSRF keys. */
export function randomToken(): string {
  return randomBytes(32).toString('base64url')
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 128 random bits as 26 Crockford base32 characters: correlation ids that people can read aloud. */
export function randomCorrelationId(): string {
  let bits = 0n
  for (const byte of randomBytes(16)) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  // 26 characters carry 130 bits; the two missing ones are zeros in front.
  for (let shift = 125n; shift >= 0n; shift -= 5n) text += crockford[Number((bits >> shift) & 31n)]
  return text
}

/** A random UUID (RFC 9562 version 4), the form that HelseID's client ids have. */
export function randomUuid(): string {
  return randomUUID()
}
