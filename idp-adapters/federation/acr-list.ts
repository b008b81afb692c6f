import { z } from 'zod'
import type { LevelTable } from '../contract.ts'

/**
 * The `acr` values that prove level 4, for a provider that publishes none: agreed with it, no default. A value outside
 * the list proves nothing.
 */
export const acrListSetting = z
  .array(z.string().regex(/^\S{1,200}$/, 'one acr value, without spaces'))
  .min(1)
  .max(10)

/** Each value of the list at this issuer is level 4. */
export function levelsOfAcrList(issuer: string, acrValues: readonly string[]): LevelTable {
  return acrValues.map((acr) => ({ issuer, acr, level: 4 }))
}
