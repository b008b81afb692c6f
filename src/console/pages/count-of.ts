import type { Language } from '#idp-adapters/contract.ts'

const norwegian = new Intl.NumberFormat('nb-NO')
const english = new Intl.NumberFormat('en-GB')

/** A number with its thousands apart, as the language writes it. */
export function countOf(count: number, language: Language): string {
  return (language === 'en' ? english : norwegian).format(count)
}
