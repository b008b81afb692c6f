import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { ageOn, checkAge, osloDateAt } from '#src/person/age.ts'
import { birthDateOf } from '#src/person/birth-date.ts'
import { parsePersonNumber } from '#src/person/pid.ts'
import { manyRuns } from './login-arbitraries.ts'
import { buildPid, kinds } from './person-numbers.ts'

const seconds = (iso: string) => Date.parse(iso) / 1000
const hours = (iso: string) => seconds(iso) / 3600
const read = (pid: string) => {
  const number = parsePersonNumber(pid)
  if (number === undefined) throw new Error('no number')
  return number
}

describe('the date in Norway', () => {
  it.each([
    ['2026-02-28T22:59:59Z', '2026-02-28'],
    ['2026-02-28T23:00:00Z', '2026-03-01'],
    // Summer time begins on 29 March 2026 and ends on 25 October.
    ['2026-03-28T23:00:00Z', '2026-03-29'],
    ['2026-03-29T21:59:59Z', '2026-03-29'],
    ['2026-03-29T22:00:00Z', '2026-03-30'],
    ['2026-10-24T22:00:00Z', '2026-10-25'],
    ['2026-10-25T22:59:59Z', '2026-10-25'],
    ['2026-10-25T23:00:00Z', '2026-10-26'],
    ['2025-12-31T23:00:00Z', '2026-01-01'],
    ['2028-02-28T23:30:00Z', '2028-02-29'],
  ])('at %s is %s', (instant, date) => {
    expect(osloDateAt(seconds(instant))).toBe(date)
  })

  it('begins when the clocks of Norway show midnight, whatever the day', () => {
    const clock = new Intl.DateTimeFormat('nb-NO', { timeZone: 'Europe/Oslo', timeStyle: 'medium' })
    fc.assert(
      fc.property(fc.integer({ min: hours('1996-01-01'), max: hours('2060-01-01') }), (hour) => {
        const instant = hour * 3600
        const isMidnight = clock.format(instant * 1000) === '00:00:00'
        expect(osloDateAt(instant) !== osloDateAt(instant - 1)).toBe(isMidnight)
      }),
      manyRuns,
    )
  })
})

describe('age', () => {
  it.each([
    ['2010-03-02', '2026-03-01', 15],
    ['2010-03-01', '2026-03-01', 16],
    ['2010-03-02', '2026-03-02', 16],
    ['2012-02-29', '2028-02-28', 15],
    ['2012-02-29', '2028-02-29', 16],
    ['2012-02-29', '2030-02-28', 17],
    ['2012-02-29', '2030-03-01', 18],
    ['2000-12-31', '2016-01-01', 15],
    ['1931-10-14', '2031-10-14', 100],
  ])('of somebody born on %s is on %s %i years', (born, today, years) => {
    expect(ageOn(born, today)).toBe(years)
  })

  it('goes up by one on one day a year, and never down', () => {
    const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2030-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(day, day, (one, other) => {
        const [born = '', today = ''] = [one, other].sort((a, b) => a.getTime() - b.getTime()).map(isoDate)
        const tomorrow = isoDate(new Date(Date.parse(today) + 86_400_000))
        const [before, after] = [ageOn(born, today), ageOn(born, tomorrow)]
        const isBirthday = tomorrow.slice(5) === born.slice(5)
        const standsForLeapDay = born.endsWith('-02-29') && tomorrow.endsWith('-03-01') && !isLeap(tomorrow)
        expect(after - before).toBe(isBirthday || standsForLeapDay ? 1 : 0)
      }),
      manyRuns,
    )
  })

  it('is enough from midnight in Norway on the birthday, not from midnight in Greenwich', () => {
    const check = (instant: string) => checkAge('2010-03-02', 16, seconds(instant))
    expect(check('2026-03-01T22:59:59Z')).toBe('too_young')
    expect(check('2026-03-01T23:00:00Z')).toBeUndefined()
  })

  it('that nobody knows is never enough, unless nobody asks', () => {
    expect(checkAge(undefined, 16, seconds('2026-03-01'))).toBe('age_unknown')
    expect(checkAge(undefined, undefined, seconds('2026-03-01'))).toBeUndefined()
    expect(checkAge(undefined, 0, seconds('2026-03-01'))).toBeUndefined()
  })
})

const isoDate = (date: Date) => date.toISOString().slice(0, 10)
const isLeap = (date: string) => new Date(`${date.slice(0, 4)}-02-29T00:00:00Z`).getUTCMonth() === 1

describe('the birth date in a number', () => {
  it.each(personas.personas)('of $id is that of the persona', ({ pid, birth_date }) => {
    expect(birthDateOf(read(pid), '2026-03-01')).toBe(birth_date)
  })

  it.each([
    ['23814299961', '1942-01-23'],
    ['29820099921', '2000-02-29'],
    ['50860149637', '2001-06-10'],
    ['41814061033', '1940-01-01'],
    ['41810021827', '2000-01-01'],
    ['15507649979', '1976-10-15'],
    ['43758849849', '1988-10-03'],
  ])('of number %# in the tables is right', (pid, born) => {
    expect(birthDateOf(read(pid), '2026-03-01')).toBe(born)
  })

  it.each([...personas.rules_of_2032_only, ...personas.felles_hjelpenummer])('is not in number %#', (pid) => {
    expect(birthDateOf(read(pid), '2026-03-01')).toBeUndefined()
  })

  it('is in no number from 2032 on, for then the same digits may be of another century', () => {
    expect(birthDateOf(read('07918449935'), '2031-12-31')).toBe('1984-11-07')
    expect(birthDateOf(read('07918449935'), '2032-01-01')).toBeUndefined()
  })

  // biome-ignore format: a table
  it.each([
    // Day shift, year, individual number, century; undefined where the tables have no row.
    [0, 0, 499, 1900], [0, 99, 0, 1900], [0, 54, 500, 1800], [0, 99, 749, 1800], [0, 53, 500, undefined],
    [0, 54, 750, undefined], [0, 40, 900, 1900], [0, 99, 999, 1900], [0, 39, 900, 2000], [0, 0, 500, 2000],
    [0, 39, 999, 2000], [0, 40, 500, undefined], [0, 40, 899, undefined],
    [40, 58, 500, 1800], [40, 99, 599, 1800], [40, 57, 500, undefined], [40, 40, 599, undefined], [40, 39, 199, 1900],
    [40, 0, 0, 1900], [40, 40, 499, 1900], [40, 99, 600, 1900], [40, 99, 999, 1900], [40, 39, 200, 2000],
    [40, 0, 999, 2000], [40, 0, 599, 2000],
  ])('with day shift %i, year %i and individual number %i has the century %s', (dayShift, year, individual, century) => {
    // Any day whose control digits exist.
    const pid = [1, 2, 3, 4, 5, 6, 7, 8, 9]
      .map((day) => buildPid({ day, month: 6, year, individual, dayShift, monthShift: 80, rule: 1964 }))
      .find((found) => found !== undefined)
    const born = birthDateOf(read(pid ?? ''), '2026-03-01')
    expect(born?.slice(0, 4)).toBe(century === undefined ? undefined : String(century + year))
  })

  it('is never 29 February of a year that had none', () => {
    const numbers = Array.from({ length: 500 }, (_, individual) =>
      buildPid({ day: 29, month: 2, year: 0, individual, ...kinds['synthetic +80'], rule: 1964 }),
    ).filter((pid) => pid !== undefined)
    expect(numbers.length).toBeGreaterThan(300)
    for (const pid of numbers) expect(birthDateOf(read(pid), '2026-03-01')).toBeUndefined()
  })
})
