import fc from 'fast-check'

/**
 * National identity numbers made from nothing, apart from the broker's own reading of them: shifts and control digits as
 * Skatteetaten publishes them.
 */
export const kinds = {
  fødselsnummer: { dayShift: 0, monthShift: 0 },
  'D-number': { dayShift: 40, monthShift: 0 },
  'synthetic +80': { dayShift: 0, monthShift: 80 },
  'synthetic +65': { dayShift: 0, monthShift: 65 },
  'synthetic +40': { dayShift: 0, monthShift: 40 },
  'synthetic D +80': { dayShift: 40, monthShift: 80 },
  'synthetic D +65': { dayShift: 40, monthShift: 65 },
  'synthetic D +40': { dayShift: 40, monthShift: 40 },
} as const
export type PidKind = keyof typeof kinds

export interface PidParts {
  readonly day: number
  readonly month: number
  readonly year: number
  readonly individual: number
  readonly dayShift: number
  readonly monthShift: number
  readonly rule: 1964 | 2032
  /** What the first weighted sum leaves by 11; the rule of 1964 wants 0, that of 2032 takes 0 to 3. */
  readonly remainder?: number
}

/** @returns undefined when the first or the second control digit would be 10: such a number is not issued. */
export function buildPid(parts: PidParts): string | undefined {
  const { day, month, year, individual, dayShift, monthShift, rule, remainder = individual % 4 } = parts
  const pad = (value: number, width: number) => String(value).padStart(width, '0')
  const stem = pad(day + dayShift, 2) + pad(month + monthShift, 2) + pad(year, 2) + pad(individual, 3)
  const first = controlDigit(stem, [3, 7, 6, 1, 8, 9, 4, 5, 2], rule === 1964 ? 0 : remainder)
  if (first === undefined) return undefined
  const second = controlDigit(stem + first, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 0)
  return second === undefined ? undefined : `${stem}${first}${second}`
}

function controlDigit(digits: string, weights: readonly number[], remainder: number): number | undefined {
  let sum = 0
  for (const [place, weight] of weights.entries()) sum += weight * Number(digits.charAt(place))
  const digit = (((remainder - sum) % 11) + 11) % 11
  return digit === 10 ? undefined : digit
}

/** Days 1 to 31 of every month: some of them never are. */
export const anyDates = fc.record({
  day: fc.integer({ min: 1, max: 31 }),
  month: fc.integer({ min: 1, max: 12 }),
  year: fc.integer({ min: 0, max: 99 }),
  individual: fc.integer({ min: 0, max: 999 }),
})

/** Numbers of one kind with a date that is. */
export const numbersOf = (kind: PidKind, rule: 1964 | 2032 = 1964) =>
  anyDates
    .filter(({ day, month, year }) => day <= new Date(2000 + year, month, 0).getDate())
    .map((date) => buildPid({ ...date, ...kinds[kind], rule }))
    .filter((pid) => pid !== undefined)
