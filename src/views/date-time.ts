import type { Language } from '#idp-adapters/contract.ts'

const norwegian = new Intl.DateTimeFormat('nb-NO', { timeZone: 'Europe/Oslo', dateStyle: 'short', timeStyle: 'short' })
const english = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Oslo', dateStyle: 'long', timeStyle: 'short' })

/** A moment as people in Norway write it, by Norwegian time: `22.11.2026 kl. 15:04`, `22 November 2026 at 15:04`. */
export function dateTime(moment: Date, language: Language): string {
  return language === 'en' ? english.format(moment) : norwegian.format(moment).replace(', ', ' kl. ')
}

const norwegianClock = new Intl.DateTimeFormat('nb-NO', { timeZone: 'Europe/Oslo', timeStyle: 'short' })
const englishClock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Oslo', timeStyle: 'short' })

/** The time of day alone, by Norwegian time: `kl. 15:04`, `15:04`. */
export function clockTime(moment: Date, language: Language): string {
  return language === 'en' ? englishClock.format(moment) : `kl. ${norwegianClock.format(moment)}`
}
