import { describe, expect, it } from 'vitest'
import { clientTexts } from '#src/console/texts/client-texts.ts'
import { confirmTexts } from '#src/console/texts/confirm-texts.ts'
import { doneTexts } from '#src/console/texts/done-texts.ts'
import { entityTexts } from '#src/console/texts/entity-texts.ts'
import { formTexts } from '#src/console/texts/form-texts.ts'
import { frameTexts } from '#src/console/texts/frame-texts.ts'
import { accessStatusTexts, entityStatusTexts, overviewTexts } from '#src/console/texts/overview-texts.ts'
import { workTexts } from '#src/console/texts/work-texts.ts'

const phrases = Object.entries({
  ...frameTexts,
  ...formTexts,
  ...doneTexts,
  ...overviewTexts,
  ...accessStatusTexts,
  ...entityStatusTexts,
  ...entityTexts,
  ...clientTexts,
  ...workTexts,
  ...confirmTexts,
})
const placeholders = (text: string) => (text.match(/\{[a-z]+\}/g) ?? []).sort().join(' ')

describe('texts of the console', () => {
  it('have the same placeholders in every language', () => {
    const unlike = phrases.filter(([, [nb, ...others]]) =>
      others.some((text) => placeholders(text) !== placeholders(nb)),
    )
    expect(unlike).toEqual([])
  })

  it('are translated: no word of another language was left standing', () => {
    const nynorsk = / (ikkje|eg|frå|noko|kva|kven|tenesta|berre|blir|dei|kvifor|ein|eit) /i
    const bokmaal = / (ikke|fra|noe|hva|hvem|tjenesten|bare|hvis|blir ikke|hvorfor|en|et|de) /i
    const norwegian = / (og|ikke|ikkje|på|til|deg|er) /i
    const found = (at: 0 | 1 | 2, telling: RegExp) =>
      phrases.flatMap(([, phrase]) => (telling.test(` ${phrase[at]} `) ? [phrase[at]] : []))
    expect(found(0, / (ikkje|eg|frå|noko|kva|kven|tenesta|berre|dei|kvifor|ein|eit) /i)).toEqual([])
    expect(found(1, bokmaal)).toEqual([])
    expect(found(2, norwegian)).toEqual([])
    expect(nynorsk.test(' Kva blir endra ')).toBe(true)
  })
})
