import { type ControlRest, controlRestOf } from './control-digits.ts'

declare const parsed: unique symbol
/** A national identity number with a right form: eleven digits, control digits that fit, a date where its kind has one. */
export type Pid = string & { readonly [parsed]: true }

/**
 * What kind of number it is, as far as the digits tell. `synthetic-plus-40` is NAV's series in test and has the form of
 * an old H-number: only the environment can tell the two apart, and an H-number never logs in. A felles hjelpenummer
 * names a patient without a number (a newborn, a tourist), never somebody who logs in.
 */
export type NumberKind =
  | 'fodselsnummer'
  | 'd-number'
  | 'synthetic-plus-80'
  | 'synthetic-d-plus-80'
  | 'synthetic-plus-65'
  | 'synthetic-d-plus-65'
  | 'synthetic-plus-40'
  | 'synthetic-d-plus-40'
  | 'felles-hjelpenummer'

/** Day, month and year as the digits have them, marks taken off. The century is not among them. */
export interface ShortDate {
  readonly day: number
  readonly month: number
  /** 0 to 99. */
  readonly year: number
}

/** Everything that the digits of a number say. */
export interface PersonNumber {
  readonly pid: Pid
  readonly kind: NumberKind
  readonly isDNumber: boolean
  readonly rest: ControlRest
  /** Three digits after the date. */
  readonly individual: number
  /** A felles hjelpenummer has none. */
  readonly date?: ShortDate
}

/** What is added to the day of a D-number, and to the month of a synthetic number. */
const dayShift = 40
const monthShifts = [
  { shift: 80, kind: 'synthetic-plus-80', dKind: 'synthetic-d-plus-80' },
  { shift: 65, kind: 'synthetic-plus-65', dKind: 'synthetic-d-plus-65' },
  { shift: 40, kind: 'synthetic-plus-40', dKind: 'synthetic-d-plus-40' },
  { shift: 0, kind: 'fodselsnummer', dKind: 'd-number' },
] as const

/** @returns undefined for anything but eleven ASCII digits with right control digits (1964 or 2032) and a kind that there is. */
export function parsePersonNumber(text: string): PersonNumber | undefined {
  if (!/^[0-9]{11}$/.test(text)) return undefined
  const rest = controlRestOf(text)
  const marks = marksOf(text)
  if (rest === undefined || marks === undefined) return undefined
  // The brand says exactly that these checks were made.
  return { pid: text as Pid, rest, individual: Number(text.slice(6, 9)), ...marks }
}

function marksOf(digits: string): Pick<PersonNumber, 'kind' | 'isDNumber' | 'date'> | undefined {
  if (/^[89]/.test(digits)) return { kind: 'felles-hjelpenummer', isDNumber: false }
  const day = Number(digits.slice(0, 2))
  const month = Number(digits.slice(2, 4))
  const isDNumber = day > dayShift
  const series = monthShifts.find(({ shift }) => month > shift)
  if (series === undefined) return undefined
  const date = {
    day: isDNumber ? day - dayShift : day,
    month: month - series.shift,
    year: Number(digits.slice(4, 6)),
  }
  return dateExists(date) ? { kind: isDNumber ? series.dKind : series.kind, isDNumber, date } : undefined
}

function dateExists({ day, month, year }: ShortDate): boolean {
  // The century is not known from the date alone: 29 February is taken if any century has it in that year.
  const lengths = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (lengths[month - 1] ?? 0)
}
