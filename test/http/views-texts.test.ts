import { describe, expect, it } from 'vitest'
import { fill } from '#src/views/fill.ts'
import { texts } from '#src/views/texts/by-language.ts'
import type { Texts } from '#src/views/texts/texts.ts'
import { languages } from '../support/screenshots.ts'

describe('texts', () => {
  const leavesOf = (node: object, path = ''): [string, string][] =>
    Object.entries(node).flatMap(([key, value]): [string, string][] =>
      typeof value === 'string' ? [[`${path}${key}`, value]] : leavesOf(value, `${path}${key}.`),
    )
  const placeholders = (all: Texts) =>
    Object.fromEntries(
      leavesOf(all).map(([key, text]) => [key, [...new Set(text.match(/\{[a-z]+\}/g) ?? [])].sort().join(' ')]),
    )

  it('have the same keys and the same placeholders in every language', () => {
    expect(placeholders(texts.nn)).toEqual(placeholders(texts.nb))
    expect(placeholders(texts.en)).toEqual(placeholders(texts.nb))
  })

  it('have other words for an unknown level wherever a body names the level', () => {
    for (const language of languages) {
      for (const [reason, { body, withoutLevel }] of Object.entries(texts[language].reasons)) {
        expect(withoutLevel !== undefined, `${reason} in ${language}`).toBe(body.includes('{level}'))
      }
    }
  })

  it('are translated: no sentence of another language was left standing', () => {
    const telling = / (ikkje|eg|frå|noko|kva|tenesta|berre) /i
    const bokmaal = / (ikke|fra|noe|hva|tjenesten|bare|innloggingen|hvis) /i
    const norwegian = / (og|ikke|ikkje|på|til|deg|er) /i
    expect(leavesOf(texts.nb).filter(([, text]) => telling.test(` ${text} `))).toEqual([])
    expect(leavesOf(texts.nn).filter(([, text]) => bokmaal.test(` ${text} `))).toEqual([])
    expect(leavesOf(texts.en).filter(([, text]) => norwegian.test(` ${text} `))).toEqual([])
  })

  it('put a capital on a stand-in that begins a sentence', () => {
    const standIns = { service: 'tjenesten' }
    expect(fill('Nei. {service} krever det, sier {service}.', {}, standIns)).toBe(
      'Nei. Tjenesten krever det, sier tjenesten.',
    )
    expect(fill('{service} svarer', { service: 'iJournal' }, standIns)).toBe('iJournal svarer')
    expect(() => fill('{other}', {}, standIns)).toThrow('no value for {other}')
  })
})
