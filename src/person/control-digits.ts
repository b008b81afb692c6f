/** Weights of the two control digits, their own place included (Skatteetaten). */
const firstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1] as const
const secondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1] as const

/** What the first weighted sum of a right number leaves by 11: 0 by the rule of 1964, 0 to 3 by that of 2032. */
export type ControlRest = 0 | 1 | 2 | 3

const rests: readonly ControlRest[] = [0, 1, 2, 3]

/**
 * Checks both control digits. A number issued from 2032 on may leave 1, 2 or 3 in the first sum; one that leaves 0 may be
 * of either time. The second sum always leaves 0. Both rules run side by side, and nobody changes number.
 *
 * @param digits eleven ASCII digits.
 * @returns undefined when a control digit fits neither rule.
 */
export function controlRestOf(digits: string): ControlRest | undefined {
  const leaves = (weights: readonly number[]) =>
    weights.reduce((sum, weight, place) => sum + weight * Number(digits.charAt(place)), 0) % 11
  const first = leaves(firstWeights)
  return leaves(secondWeights) === 0 ? rests.find((rest) => rest === first) : undefined
}
