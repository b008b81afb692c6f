import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { isPidAllowed, type PersonEnvironment } from '#src/person/is-pid-allowed.ts'
import { marksOf, parsePid } from '#src/person/pid.ts'
import { manyRuns } from './login-arbitraries.ts'
import { buildPid, kinds, type PidKind } from './person-numbers.ts'

/** Whether a number logs in somewhere; a text that is no number logs in nowhere. */
function logsIn(text: string, environment: PersonEnvironment): boolean {
  const pid = parsePid(text)
  return pid !== undefined && isPidAllowed(pid, environment)
}

const dates = fc.record({
  day: fc.integer({ min: 1, max: 31 }),
  month: fc.integer({ min: 1, max: 12 }),
  year: fc.integer({ min: 0, max: 99 }),
  individual: fc.integer({ min: 0, max: 999 }),
})
const realDates = dates.filter(({ day, month, year }) => day <= new Date(2000 + year, month, 0).getDate())
const numbers = (kind: PidKind, rule: 1964 | 2032 = 1964) =>
  realDates.map((date) => buildPid({ ...date, ...kinds[kind], rule })).filter((pid) => pid !== undefined)

describe('national identity numbers: the test people', () => {
  const all = personas.personas.flatMap(({ pid, previous_pids = [] }) => [pid, ...previous_pids])

  it.each(all)('takes the number of a persona (%#)', (pid) => {
    expect(logsIn(pid, 'development')).toBe(true)
    expect(logsIn(pid, 'test')).toBe(true)
    expect(logsIn(pid, 'production'), 'synthetic in production').toBe(false)
  })

  it.each(personas.must_fail.map((text) => [JSON.stringify(text), text]))('refuses %s everywhere', (_name, text) => {
    expect(parsePid(text)).toBeUndefined()
  })

  it.each(personas.felles_hjelpenummer)('refuses felles hjelpenummer %# everywhere', (text) => {
    expect(parsePid(text)).toBeUndefined()
    for (const environment of ['development', 'test', 'production'] as const)
      expect(logsIn(text, environment)).toBe(false)
  })

  it.each(personas.rules_of_2032_only)('takes number %#, whose control digits only the rule of 2032 allows', (text) => {
    expect(logsIn(text, 'development')).toBe(true)
  })
})

describe('national identity numbers: every date, every kind', () => {
  const logins: readonly (readonly [PidKind, boolean, boolean])[] = [
    // kind, in test and development, in production
    ['fødselsnummer', false, true],
    ['D-number', false, true],
    ['synthetic +80', true, false],
    ['synthetic +65', true, false],
    ['synthetic +40', true, false],
    ['synthetic D +80', true, false],
    ['synthetic D +65', true, false],
    ['synthetic D +40', true, false],
  ]
  it.each(logins)('%s logs in in test: %s, in production: %s', (kind, inTest, inProduction) => {
    fc.assert(
      fc.property(
        fc.constantFrom<1964 | 2032>(1964, 2032).chain((rule) => numbers(kind, rule)),
        (pid) => {
          expect([logsIn(pid, 'development'), logsIn(pid, 'test'), logsIn(pid, 'production')]).toEqual([
            inTest,
            inTest,
            inProduction,
          ])
        },
      ),
      manyRuns,
    )
  })

  it('is refused with any single digit changed in the checked part, or with two unequal neighbours swapped, by the rule of 1964', () => {
    fc.assert(
      fc.property(
        numbers('synthetic +80'),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (pid, place, by) => {
          const digit = (Number(pid.charAt(place)) + by) % 10
          const changed = pid.slice(0, place) + digit + pid.slice(place + 1)
          // The second control digit must fit in both rules, and one changed digit always breaks it.
          expect(parsePid(changed)).toBeUndefined()
        },
      ),
      manyRuns,
    )
  })

  it('is refused when its date does not exist', () => {
    const never = dates.filter(({ day, month }) => day > new Date(2000, month, 0).getDate())
    fc.assert(
      fc.property(never, fc.constantFrom<PidKind>(...(Object.keys(kinds) as PidKind[])), (date, kind) => {
        const pid = buildPid({ ...date, ...kinds[kind], rule: 1964 })
        if (pid !== undefined) expect(parsePid(pid)).toBeUndefined()
      }),
      manyRuns,
    )
  })
})

describe('parsing', () => {
  it('takes any text without throwing, and only eleven ASCII digits whose control digits fit', () => {
    const digits = fc.stringMatching(/^\d{11}$/)
    fc.assert(
      fc.property(fc.oneof(digits, fc.stringMatching(/^\d{9,13}$/), fc.string({ unit: 'binary' })), (text) => {
        const pid = parsePid(text)
        if (pid === undefined) return
        expect(text).toMatch(/^[0-9]{11}$/)
        expect(pid).toBe(text)
        expect(marksOf(pid)).toBeDefined()
        expect(logsIn(text, 'production')).not.toBe(logsIn(text, 'test'))
      }),
      manyRuns,
    )
  })

  it('agrees with an independent implementation on every number of one day', () => {
    for (let individual = 0; individual < 1000; individual += 1) {
      const stem = `078184${String(individual).padStart(3, '0')}`
      const fitting = new Set(
        ([1964, 2032] as const).flatMap((rule) =>
          [0, 1, 2, 3].flatMap((remainder) => {
            const pid = buildPid({
              day: 7,
              month: 1,
              year: 84,
              individual,
              dayShift: 0,
              monthShift: 80,
              rule,
              remainder,
            })
            return pid ?? []
          }),
        ),
      )
      const taken = Array.from({ length: 100 }, (_, control) => stem + String(control).padStart(2, '0')).filter(
        parsePid,
      )
      expect(new Set(taken)).toEqual(fitting)
    }
  })
})
