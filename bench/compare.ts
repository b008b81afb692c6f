import { median } from './print.ts'

/** Whether two sets of times can be told apart by somebody who measures often. */
export interface Comparison {
  /** Median of the second by median of the first. */
  readonly ratio: number
  /** Chance that a time of the second is longer than one of the first: 0.5 tells nothing (Mann-Whitney). */
  readonly chance: number
  /** Distance of the chance from 0.5 in standard deviations of two equal sets; beyond 4 they differ. */
  readonly sigmas: number
}

export function compare(first: readonly number[], second: readonly number[]): Comparison {
  const [m, n] = [first.length, second.length]
  const chance = (rankSum(first, second) - (n * (n + 1)) / 2) / (m * n)
  return {
    ratio: median(second) / median(first),
    chance,
    sigmas: Math.abs(chance - 0.5) / Math.sqrt((m + n + 1) / (12 * m * n)),
  }
}

/** Sum of the places of `second` when all are put in order. Times in microseconds hardly ever tie. */
function rankSum(first: readonly number[], second: readonly number[]): number {
  const all = [
    ...first.map((value) => ({ value, isSecond: false })),
    ...second.map((value) => ({ value, isSecond: true })),
  ].sort((a, b) => a.value - b.value)
  return all.reduce((sum, { isSecond }, index) => sum + (isSecond ? index + 1 : 0), 0)
}
