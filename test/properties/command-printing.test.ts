import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fields } from '#src/cli/printing/fields.ts'
import { table } from '#src/cli/printing/table.ts'

/** What a terminal obeys, but for the end of a line, or what turns the direction of a text. */
const obeyed = /(?!\n)[\p{Cc}\p{Bidi_Control}]/u
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u001b[2J', 'a\nb', '\r', '\u009b31m', '\t', 'a\u202eb'),
)

describe('what the command prints', () => {
  it('is never more than text, whoever gave a thing its name', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(anyText, anyText), { maxLength: 8 }), (rows) => {
        const text = table(['one', 'two'], rows)
        expect(text).not.toMatch(obeyed)
        expect(text.split('\n')).toHaveLength(rows.length + 2)
        const shown = fields(rows.map(([name, value]) => [name, [value, value]]))
        expect(shown).not.toMatch(obeyed)
        expect(shown.split('\n')).toHaveLength(rows.length + 1)
        expect(fields(rows.map(([name, value]) => [name, { value }]))).not.toMatch(obeyed)
      }),
    )
  })

  it('colours a cell and not the room beside it', () => {
    const rows = [
      [{ text: 'a', tone: 'bad' } as const, 'x'],
      ['longer', 'y'],
    ]
    const text = table(['one', 'two'], rows, (tone, word) => `<${tone}>${word}</>`)
    expect(text).toBe('one     two\n<bad>a</>       x\nlonger  y\n')
  })
})
