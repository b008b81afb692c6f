import { z } from 'zod'

/**
 * Name of the claim that holds the national identity number, from the configuration: no default, and never a claim that
 * names the person in another way.
 * @param others claims that this provider uses for numbers of its own.
 */
export function pidClaimSetting(others: readonly string[]): z.ZodString {
  const refused = ['sub', ...others]
  return z
    .string()
    .regex(/^[A-Za-z][\w:./-]{0,99}$/, 'the name of a claim')
    .refine((name) => !refused.includes(name), `a claim with the national identity number, not ${refused.join(' or ')}`)
}
