declare const parsed: unique symbol
/** A national identity number with a right form: eleven digits, a date that exists, control digits that fit. */
export type Pid = string & { readonly [parsed]: true }

/** Weights of the two control digits (Skatteetaten). */
const firstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2] as const
const secondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2] as const

/** What is added to the month or the day to mark a kind of number. */
const monthShifts = [80, 65, 40, 0] as const
const dayShift = 40

export type MonthShift = (typeof monthShifts)[number]

/** The marks that a number carries. */
export interface PidMarks {
  readonly isDNumber: boolean
  readonly monthShift: MonthShift
}

/** @returns undefined for anything but eleven ASCII digits with a real date and right control digits (1964 or 2032). */
export function parsePid(text: string): Pid | undefined {
  if (!/^[0-9]{11}$/.test(text) || marksOf(text) === undefined || !hasControlDigits(text)) return undefined
  return text as Pid // The brand says exactly that these checks were made.
}

/** @returns undefined when no mark gives a date that exists; such numbers (felles hjelpenummer, for one) name no person here. */
export function marksOf(digits: string): PidMarks | undefined {
  const day = Number(digits.slice(0, 2))
  const month = Number(digits.slice(2, 4))
  const year = Number(digits.slice(4, 6))
  const isDNumber = day > dayShift
  const monthShift = monthShifts.find((shift) => month > shift)
  if (monthShift === undefined) return undefined
  return dateExists(isDNumber ? day - dayShift : day, month - monthShift, year) ? { isDNumber, monthShift } : undefined
}

function dateExists(day: number, month: number, year: number): boolean {
  // The century is not known from the number alone: 29 February is taken if any century has it in that year.
  const lengths = [31, year % 4 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return day >= 1 && day <= (lengths[month - 1] ?? 0)
}

/**
 * The first digit's sum leaves 0 by the rule of 1964; numbers issued from 2032 may leave 0 to 3. The second always
 * leaves 0. Both rules run side by side.
 */
function hasControlDigits(digits: string): boolean {
  const numbers = [...digits].map(Number)
  const sum = (weights: readonly number[]) =>
    weights.reduce((total, weight, i) => total + weight * (numbers[i] ?? 0), 0)
  const first = (sum(firstWeights) + (numbers[9] ?? 0)) % 11
  const second = (sum(secondWeights) + (numbers[10] ?? 0)) % 11
  return first <= 3 && second === 0
}
