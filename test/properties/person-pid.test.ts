import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadConfig } from '#config/load-config.ts'
import type { Environment } from '#config/schema.ts'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { isPidAllowed } from '#src/person/is-pid-allowed.ts'
import { parsePersonNumber } from '#src/person/pid.ts'
import { manyRuns } from './login-arbitraries.ts'
import { buildPid, anyDates as dates, kinds, numbersOf, type PidKind } from './person-numbers.ts'

const allowedKinds = Object.fromEntries(
  (['development', 'test', 'production'] as const).map((environment) => [
    environment,
    loadConfig({ TILLIT_ENVIRONMENT: environment, TILLIT_ISSUER: 'https://tillit.example.no' }).personNumbers
      .allowedKinds,
  ]),
)

/** Whether a number logs in somewhere; a text that is no number logs in nowhere. */
function logsIn(text: string, environment: Environment): boolean {
  const number = parsePersonNumber(text)
  return number !== undefined && isPidAllowed(number, allowedKinds[environment] ?? [])
}

const everywhere = (text: string) => [logsIn(text, 'development'), logsIn(text, 'test'), logsIn(text, 'production')]

describe('national identity numbers: the test people', () => {
  const all = personas.personas.flatMap(({ pid, previous_pids = [] }) => [pid, ...previous_pids])

  it.each(all)('takes the number of a persona, and not in production (%#)', (pid) => {
    expect(everywhere(pid)).toEqual([true, true, false])
  })

  it.each(personas.must_fail.map((text) => [JSON.stringify(text), text]))('refuses %s everywhere', (_name, text) => {
    expect(parsePersonNumber(text)).toBeUndefined()
  })

  it.each(personas.felles_hjelpenummer)('knows felles hjelpenummer %# and refuses it everywhere', (text) => {
    expect(parsePersonNumber(text)).toMatchObject({ kind: 'felles-hjelpenummer' })
    expect(parsePersonNumber(text)).not.toHaveProperty('date')
    expect(everywhere(text)).toEqual([false, false, false])
  })

  it.each(personas.rules_of_2032_only)('takes number %#, whose control digits only the rule of 2032 allows', (text) => {
    expect(parsePersonNumber(text)?.rest).toBeGreaterThan(0)
    expect(everywhere(text)).toEqual([true, true, false])
  })
})

describe('national identity numbers: what the digits say', () => {
  it.each([
    ['03758849855', 'synthetic-plus-65', 0],
    ['43758849849', 'synthetic-d-plus-65', 0],
    ['15507649979', 'synthetic-plus-40', 0],
    ['55507649881', 'synthetic-d-plus-40', 0],
    ['23814299961', 'synthetic-plus-80', 0],
    ['29820099921', 'synthetic-plus-80', 0],
    ['50860149637', 'synthetic-d-plus-80', 0],
    ['07918499967', 'synthetic-plus-80', 1],
    ['07918499975', 'synthetic-plus-80', 2],
    ['07918499983', 'synthetic-plus-80', 3],
    // One base of nine digits, four rests; rest 1 would need a control digit 10.
    ['07878499799', 'synthetic-plus-80', 0],
    ['07878499705', 'synthetic-plus-80', 2],
    ['07878499713', 'synthetic-plus-80', 3],
    ['99044179950', 'felles-hjelpenummer', 0],
    // Published by Skatteetaten for 2032, and for the wider series of D-numbers.
    ['02013299997', 'fodselsnummer', 0],
    ['02013299903', 'fodselsnummer', 2],
    ['30108299920', 'fodselsnummer', 0],
    ['30108299939', 'fodselsnummer', 1],
    ['41814061033', 'synthetic-d-plus-80', 0],
    ['41810021827', 'synthetic-d-plus-80', 0],
  ])('number %# of the tables is %s', (text, kind, rest) => {
    expect(parsePersonNumber(text)).toMatchObject({ pid: text, kind, rest })
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
    // Nobody has said that these two are issued: the strict reading of the list in the design.
    ['synthetic D +65', false, false],
    ['synthetic D +40', false, false],
  ]
  it.each(logins)('%s logs in in test: %s, in production: %s', (kind, inTest, inProduction) => {
    fc.assert(
      fc.property(
        fc.constantFrom<1964 | 2032>(1964, 2032).chain((rule) => numbersOf(kind, rule)),
        (pid) => {
          expect(everywhere(pid)).toEqual([inTest, inTest, inProduction])
        },
      ),
      manyRuns,
    )
  })

  it('is refused with any single digit changed in the checked part', () => {
    fc.assert(
      fc.property(
        numbersOf('synthetic +80'),
        fc.integer({ min: 0, max: 10 }),
        fc.integer({ min: 1, max: 9 }),
        (pid, place, by) => {
          const digit = (Number(pid.charAt(place)) + by) % 10
          const changed = pid.slice(0, place) + digit + pid.slice(place + 1)
          // The second control digit must fit in both rules, and one changed digit always breaks it.
          expect(parsePersonNumber(changed)).toBeUndefined()
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
        if (pid !== undefined) expect(parsePersonNumber(pid)).toBeUndefined()
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
        const number = parsePersonNumber(text)
        if (number === undefined) return
        expect(text).toMatch(/^[0-9]{11}$/)
        expect(number.pid).toBe(text)
        expect(logsIn(text, 'production') && logsIn(text, 'test'), 'nobody is both made up and real').toBe(false)
      }),
      manyRuns,
    )
  })

  it('agrees with an independent implementation on every number of one day', () => {
    for (let individual = 0; individual < 1000; individual += 1) {
      const stem = `078184${String(individual).padStart(3, '0')}`
      const parts = { day: 7, month: 1, year: 84, individual, dayShift: 0, monthShift: 80 }
      const fitting = new Set(
        ([1964, 2032] as const).flatMap((rule) =>
          [0, 1, 2, 3].flatMap((remainder) => buildPid({ ...parts, rule, remainder }) ?? []),
        ),
      )
      const taken = Array.from({ length: 100 }, (_, control) => stem + String(control).padStart(2, '0')).filter(
        parsePersonNumber,
      )
      expect(new Set(taken)).toEqual(fitting)
    }
  })
})
