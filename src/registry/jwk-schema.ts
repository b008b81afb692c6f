import { z } from 'zod'

const base64url = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[\w-]+$/, 'base64url without padding')
// Every key is for signatures: nobody encrypts towards the broker with a registered key.
/** The one name that is no name of a member in JavaScript is none here: other members are looked up by key id. */
export const keyIdField = z
  .string()
  .regex(/^(?!__proto__$)[\x21-\x7e]{1,200}$/, 'a key id of up to 200 visible ASCII characters')
const commonMembers = {
  kid: keyIdField,
  use: z.literal('sig').optional(),
  key_ops: z.array(z.literal('verify')).optional(),
}

/**
 * A public key. Strict: a private member (`d`, `p`, …), `x5u` or `x5c` is an unknown key and refused.
 * @see RFC 7518 section 6, RFC 8037
 */
export const publicJwkSchema = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.enum(['P-256', 'P-384', 'P-521']),
    x: base64url(100),
    y: base64url(100),
    alg: z.enum(['ES256', 'ES384', 'ES512']).optional(),
    ...commonMembers,
  }),
  z.strictObject({
    kty: z.literal('RSA'),
    n: base64url(3000),
    e: base64url(12),
    alg: z.enum(['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512']).optional(),
    ...commonMembers,
  }),
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: base64url(100),
    alg: z.literal('EdDSA').optional(),
    ...commonMembers,
  }),
])

/** Keys that one owner has at most: more are a sign of a rotation that never takes the old ones away. */
export const mostKeys = 20

/** A JWK Set of public keys. */
export const jwksSchema = z.strictObject({ keys: z.array(publicJwkSchema).max(mostKeys) })

/** One key as it stands in the file. */
export type PublicJwkWire = z.output<typeof publicJwkSchema>
