import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { redact } from '#src/operations/log.ts'
import { manyRuns } from './login-arbitraries.ts'

const base64url = fc.stringMatching(/^[\w-]{9,60}$/)
const jwts = fc
  .tuple(base64url, base64url, base64url)
  .map(([header, payload, signature]) => `eyJ${header}.eyJ${payload}.${signature}`)
const pids = fc.constantFrom(...personas.personas.map(({ pid }) => pid))
const lines = fc
  .array(fc.oneof(fc.string({ unit: 'binary' }), jwts, pids, fc.constantFrom('"', ',', ':', '.', ' ', 'eyJ', '1')))
  .map((parts) => parts.join(''))
/** What may stand around a secret in a line of JSON. */
const between = fc.constantFrom('"', ' ', ',', ':', '=', '&', '/', '\\n', '[', 'å')

describe('redaction of a log line', () => {
  it('takes any text and changes nothing when done twice', () => {
    fc.assert(
      fc.property(lines, (line) => {
        const once = redact(line)
        expect(redact(once)).toBe(once)
      }),
      manyRuns,
    )
  })

  it('leaves no national identity number and no JWT, whatever stands around them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(between, fc.oneof(jwts, pids)), { minLength: 1 }), between, (secrets, end) => {
        const text = redact(secrets.map(([before, secret]) => before + secret).join('') + end)
        for (const [, secret] of secrets) expect(text).not.toContain(secret)
        expect(text).not.toMatch(/eyJ[\w-]{8,}\.eyJ|(?<!\d)\d{11}(?!\d)/)
      }),
      manyRuns,
    )
  })

  it('leaves an ordinary line as it is', () => {
    const line =
      '{"level":30,"correlation_id":"0TESWZMMQM0ESDH5QC1X13BGJQ","path":"/connect/token","status":200,"ms":12}'
    expect(redact(line)).toBe(line)
  })
})
