import { z } from 'zod'
import type { ClientKey } from '#src/registry/client-keys.ts'

/** One registered key of a client, in wire form. */
export const keyForm = z.strictObject({
  kid: z.string(),
  kty: z.enum(['EC', 'RSA', 'OKP']),
  alg: z.string().optional(),
  thumbprint: z.string().describe('SHA-256 thumbprint (RFC 7638).'),
  expires_at: z.iso.datetime().optional().describe('Absent: as long as it is registered.'),
  days_left: z.int().optional().describe('Whole days, begun ones counted; 0 when it has ended.'),
  replaced: z.boolean().describe('Whether another key of the client goes on after this one has ended.'),
})

/** In wire form. */
export function showKey({ jwk, thumbprint, expiresAt, daysLeft, isReplaced }: ClientKey): z.output<typeof keyForm> {
  return {
    kid: jwk.kid,
    kty: jwk.kty,
    ...(jwk.alg === undefined ? {} : { alg: jwk.alg }),
    thumbprint,
    ...(expiresAt === undefined ? {} : { expires_at: new Date(expiresAt * 1000).toISOString() }),
    ...(daysLeft === undefined ? {} : { days_left: daysLeft }),
    replaced: isReplaced,
  }
}
