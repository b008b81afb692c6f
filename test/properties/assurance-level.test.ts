import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bankIdLevels } from '#idp-adapters/bankid/level-table.ts'
import { idPortenLevels } from '#idp-adapters/id-porten/level-table.ts'
import { provenLevel } from '#src/assurance/proven-level.ts'
import { levels, manyRuns } from './login-arbitraries.ts'

const issuers = [
  'https://idporten.no',
  'https://idporten.no/',
  'https://IDPORTEN.no',
  'https://auth.bankid.no',
  '',
] as const
const tables = fc.constantFrom(...issuers.flatMap((issuer) => [bankIdLevels(issuer), idPortenLevels(issuer)]))
const right = fc.constantFrom(
  'idporten-loa-high',
  'idporten-loa-substantial',
  'urn:bankid:bid;LOA=4',
  'urn:bankid:bis;LOA=3',
  'urn:bankid:bis',
)
/** A right value, bent in one of the ways in which a lax comparison would still take it. */
const bent = fc
  .tuple(right, fc.integer({ min: 0, max: 9 }))
  .map(([acr, way]) =>
    [
      acr.toUpperCase(),
      ` ${acr}`,
      `${acr}\n`,
      `${acr} ${acr}`,
      [acr],
      [[acr]],
      { [acr]: acr },
      { toString: () => acr },
      `${acr};LOA=4`,
      acr.slice(0, -1),
    ].at(way),
  )
const old = fc.constantFrom(
  'Level4',
  'Level3',
  'idporten-loa-low',
  'selfregistered-email',
  'eidas-loa-high',
  'urn:bankid:bid',
  'urn:bankid:bim;LOA=4',
)
const acrs = fc.oneof(
  { weight: 4, arbitrary: right },
  bent,
  old,
  fc.constantFrom(undefined, null, 4, true, ''),
  fc.anything(),
)

describe('the level that a login proved', () => {
  it('is never above the row of the table, the cap or what the method evidence allows', () => {
    const parts = fc.record({
      evidence: fc.record({ issuer: fc.constantFrom(...issuers), acr: acrs, amr: fc.array(fc.string()) }),
      levels: tables,
      highestLevel: fc.oneof(levels, fc.constant(0 as const)),
      cap: levels,
    })
    fc.assert(
      fc.property(parts, ({ evidence, levels: table, highestLevel, cap }) => {
        const proven = provenLevel({ evidence, levels: table, highestLevel, cap })
        const rows = table.filter(({ issuer, acr }) => issuer === evidence.issuer && Object.is(acr, evidence.acr))
        const allowed = rows.map((row) => Math.min(row.level, highestLevel, cap))
        expect(proven).toBe(allowed.length === 0 ? 0 : Math.min(...allowed))
      }),
      manyRuns,
    )
  })

  it('is nothing for whatever is not exactly a value of the table', () => {
    fc.assert(
      fc.property(fc.oneof(bent, old), tables, levels, (acr, table, cap) => {
        const issuer = table[0]?.issuer ?? ''
        // `urn:bankid:bis` without its level is a row of its own.
        fc.pre(!table.some((row) => row.acr === acr))
        expect(provenLevel({ evidence: { issuer, acr, amr: [] }, levels: table, highestLevel: 4, cap })).toBe(0)
      }),
      manyRuns,
    )
  })

  it('takes the lower of two rows that contradict each other', () => {
    fc.assert(
      fc.property(fc.array(levels, { minLength: 1 }), (rows) => {
        const table = rows.map((level) => ({ issuer: 'i', acr: 'a', level }))
        const evidence = { issuer: 'i', acr: 'a', amr: [] }
        expect(provenLevel({ evidence, levels: table, highestLevel: 4, cap: 4 })).toBe(Math.min(...rows))
      }),
    )
  })
})
