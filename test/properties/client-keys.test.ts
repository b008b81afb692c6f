import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasRepeatedMember } from '#config/repeated-member.ts'
import { addKey, keysOf, retireKey } from '#src/registry/client-keys.ts'
import { type ClientWire, clientSchema } from '#src/registry/client-schema.ts'
import type { PublicJwkWire } from '#src/registry/jwk-schema.ts'
import { readOfferedKey } from '#src/registry/offered-key.ts'

const now = 1_800_000_000
const day = 86_400

const publicKey = (n: number): PublicJwkWire => ({ kty: 'OKP', crv: 'Ed25519', x: `key-${n}`, kid: `kid-${n}` })

function clientWith(ends: readonly (number | undefined)[], status: ClientWire['status'] = 'active'): ClientWire {
  const named = ends.flatMap((end, n) =>
    end === undefined ? [] : [[`kid-${n}`, new Date((now + end) * 1000).toISOString()]],
  )
  return clientSchema.parse({
    client_id: 'a',
    client_name: 'A',
    kind: 'machine',
    organisation: '999977774',
    tenancy: 'single-tenant',
    status,
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: ends.map((_, n) => publicKey(n)) },
    grant_types: ['client_credentials'],
    key_expirations: Object.fromEntries(named),
  })
}

/** Seconds from now, or no end at all. */
const ends = fc.array(fc.option(fc.integer({ min: -400 * day, max: 800 * day }), { nil: undefined }), { maxLength: 20 })
const living = (wire: ClientWire) => keysOf(wire, now).filter(({ daysLeft }) => daysLeft !== 0)
const endOf = ({ expiresAt = Number.POSITIVE_INFINITY }: { readonly expiresAt?: number }) => expiresAt

describe('keys of a client', () => {
  it('are added without taking one away that counts, and never make one live longer', () => {
    fc.assert(
      fc.property(ends, fc.integer({ min: 0, max: 90 }), (given, overlapDays) => {
        const wire = clientWith(given)
        const terms = { expiresAt: now + 730 * day, overlapUntil: now + overlapDays * day, nowSeconds: now }
        const addition = addKey(wire, publicKey(99), terms)
        if (addition.kind !== 'added') {
          expect(living(wire)).toHaveLength(20)
          return
        }
        expect(clientSchema.safeParse(addition.wire).success).toBe(true)
        const after = new Map(keysOf(addition.wire, now).map((key) => [key.jwk.kid, key]))
        expect(after.size).toBeLessThanOrEqual(20)
        expect(after.get('kid-99')).toMatchObject({ daysLeft: 730 })
        for (const key of living(wire)) {
          const kept = after.get(key.jwk.kid)
          expect(kept === undefined ? undefined : endOf(kept)).toBe(Math.min(endOf(key), terms.overlapUntil))
        }
      }),
    )
  })

  it('are never all taken away from an active client that has one that counts', () => {
    fc.assert(
      fc.property(ends, fc.infiniteStream(fc.nat(19)), (given, order) => {
        let wire = clientWith(given)
        const before = living(wire).length
        for (let step = 0; step < 40; step += 1) {
          const retired = retireKey(wire, `kid-${order.next().value ?? 0}`, now)
          if (typeof retired !== 'string') wire = retired
        }
        expect(living(wire).length > 0).toBe(before > 0)
        expect(clientSchema.safeParse(wire).success).toBe(true)
      }),
    )
  })
})

/** Ways in which a value may be packed into another, by people and by tools. */
const packings = [
  (value: unknown) => [value],
  (value: unknown) => ({ keys: [value] }),
  (value: unknown) => ({ kty: 'EC', other: value }),
  (value: unknown) => JSON.stringify(value),
  (value: unknown) => ` ${JSON.stringify(value)}\n`,
]

describe('what is offered as a public key', () => {
  it('is never taken when there is a private one in it, however it is packed', () => {
    const secret = fc.record({
      name: fc.constantFrom('d', 'D', 'p', 'q', 'dp', 'DQ', 'qi', 'k', 'K'),
      value: fc.base64String({ minLength: 4 }),
    })
    const packed = fc.array(fc.constantFrom(...packings), { maxLength: 5 })
    fc.assert(
      fc.property(secret, packed, ({ name, value }, ways) => {
        const jwk: unknown = { ...publicKey(1), [name]: value }
        expect(readOfferedKey(ways.reduce((inner, pack) => pack(inner), jwk)).kind).toBe('private')
      }),
    )
  })

  it('is read as it is, or refused, and never changed into another key', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (more) => {
        const read = readOfferedKey({ ...more, ...publicKey(1) })
        if (read.kind === 'key') expect(read.jwk).toMatchObject(publicKey(1))
      }),
    )
  })

  it('is found to name a member twice exactly when it does', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.string(), (value, name) => {
        expect(hasRepeatedMember(JSON.stringify({ [name]: value, list: [value, { [name]: value }] }))).toBe(false)
        const twice = `{${JSON.stringify(name)}:${JSON.stringify(value)},${JSON.stringify(name)}:1}`
        expect(hasRepeatedMember(`[${JSON.stringify(value)},${twice}]`)).toBe(true)
      }),
    )
  })
})
