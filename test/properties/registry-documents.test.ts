import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Documents } from '#src/registry/store/documents.ts'
import { jsonPointer } from '#src/registry/store/json-pointer.ts'
import { LayeredMap } from '#src/registry/store/layered-map.ts'

const ids = fc.constantFrom(...Array.from({ length: 2500 }, (_, n) => `id-${n}`))
const changes = fc.array(fc.tuple(ids, fc.option(fc.integer(), { nil: undefined })), { maxLength: 1200 })

describe('a map in layers', () => {
  it('holds what a plain map would hold after the same changes, and the old ones stay as they were', () => {
    fc.assert(
      fc.property(fc.array(changes, { maxLength: 5 }), (steps) => {
        const plain = new Map<string, number>()
        let layered = LayeredMap.of<number>([])
        const first = layered.with([['kept', 1]])
        for (const step of steps) {
          layered = layered.with(step)
          for (const [id, value] of step) {
            if (value === undefined) plain.delete(id)
            else plain.set(id, value)
          }
        }
        expect([...layered.ids()].sort()).toEqual([...plain.keys()].sort())
        expect([...layered.values()].sort()).toEqual([...plain.values()].sort())
        expect(layered.size).toBe(plain.size)
        for (const [id, value] of plain) expect(layered.get(id)).toBe(value)
        expect([first.get('kept'), first.size]).toEqual([1, 1])
      }),
      { numRuns: 40 },
    )
  })
})

describe('documents', () => {
  it('give back the texts that they were made of, whatever is in them', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 50 })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), (texts) => {
        const made = texts.map((each, n) => ({ kind: 'client' as const, id: `${n}`, revision: 1, text: each }))
        const documents = Documents.of(0, []).with(1, made)
        expect(texts.map((_, n) => documents.get({ kind: 'client', id: `${n}` })?.text)).toEqual(texts)
      }),
    )
  })
})

describe('a JSON pointer', () => {
  it('leads to the value that the path was made for, also through names with dots and slashes', () => {
    const name = fc.stringMatching(/^[a-z][a-z./~:_-]{0,8}$/)
    fc.assert(
      fc.property(name, fc.nat({ max: 3 }), name, (outer, index, inner) => {
        const array = Array.from({ length: index + 1 }, () => ({ [inner]: 'found' }))
        const pointer = jsonPointer(`${outer}[${index}].${inner}`, { [outer]: array })
        const unescaped = (part: string) => part.replaceAll('~1', '/').replaceAll('~0', '~')
        expect(pointer.split('/').slice(1).map(unescaped)).toEqual([outer, String(index), inner])
      }),
    )
  })
})
