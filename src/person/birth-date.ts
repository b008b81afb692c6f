import type { CalendarDate } from './age.ts'
import type { PersonNumber } from './pid.ts'

/** From this day on the individual number no longer tells the century (Skatteetaten). */
const newRuleBegins = '2032-01-01'

/** Rows of one table: these individual numbers with these years are of this century. */
interface CenturyRow {
  readonly individual: readonly [least: number, most: number]
  readonly year: readonly [least: number, most: number]
  readonly century: number
}

const ofFodselsnummer: readonly CenturyRow[] = [
  { individual: [0, 499], year: [0, 99], century: 1900 },
  { individual: [500, 749], year: [54, 99], century: 1800 },
  { individual: [900, 999], year: [40, 99], century: 1900 },
  { individual: [500, 999], year: [0, 39], century: 2000 },
]

/** The series of D-numbers was widened in November 2021. */
const ofDNumber: readonly CenturyRow[] = [
  { individual: [500, 599], year: [58, 99], century: 1800 },
  { individual: [0, 199], year: [0, 39], century: 1900 },
  { individual: [0, 499], year: [40, 99], century: 1900 },
  { individual: [600, 999], year: [40, 99], century: 1900 },
  { individual: [200, 999], year: [0, 39], century: 2000 },
]

/**
 * The date that a number carries. Only what a register says is sure: the day and month of a D-number may be those of its
 * registration, and a number that is or may be issued after 2031 tells no century.
 *
 * @param today the date in Norway.
 * @returns undefined when the number does not tell, or tells a date that never was.
 */
export function birthDateOf(number: PersonNumber, today: CalendarDate): CalendarDate | undefined {
  const { date, individual, rest, isDNumber } = number
  if (date === undefined || rest !== 0 || today >= newRuleBegins) return undefined
  const within = (value: number, [least, most]: readonly [number, number]) => value >= least && value <= most
  const row = (isDNumber ? ofDNumber : ofFodselsnummer).find(
    (candidate) => within(individual, candidate.individual) && within(date.year, candidate.year),
  )
  if (row === undefined) return undefined
  const year = row.century + date.year
  // Of the years that can come out, 1900 alone has no 29 February although its two digits seem to say so.
  if (date.month === 2 && date.day === 29 && year === 1900) return undefined
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${year}-${pad(date.month)}-${pad(date.day)}`
}
