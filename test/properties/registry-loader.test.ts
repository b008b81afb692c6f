import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRegistryDocuments } from '#src/registry/load-registry-files.ts'
import { type RegistryDocument, readRegistryTree } from '#src/registry/read-registry-tree.ts'
import { Registry } from '#src/registry/registry.ts'
import { RegistryProblems } from '#src/registry/registry-problems.ts'

const options = {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: undefined },
} as const
const repository = readRegistryTree('clients').documents

/** @returns the registry or the problems; anything else that is thrown goes through. */
function outcomeOf(documents: readonly RegistryDocument[]): Registry | RegistryProblems {
  try {
    return parseRegistryDocuments(documents, options)
  } catch (thrown) {
    if (thrown instanceof RegistryProblems) return thrown
    throw thrown
  }
}

const kinds = fc.constantFrom('organisation' as const, 'api' as const, 'client' as const)
const files = fc.constantFrom('a.json', 'apis/b.json', '__proto__.json', 'organisations/999977774.json')

/** Every place in a JSON value, as the members and indexes that lead there. */
function placesIn(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))]
}

function replaced(value: unknown, [first, ...rest]: readonly string[], by: unknown): unknown {
  if (first === undefined) return by
  if (Array.isArray(value))
    return value.map((inner, index) => (String(index) === first ? replaced(inner, rest, by) : inner))
  const entries = Object.entries(Object(value))
  return Object.fromEntries(entries.map(([key, inner]) => [key, key === first ? replaced(inner, rest, by) : inner]))
}

describe('the loader of registry files', () => {
  it('turns any text into a registry or into problems', () => {
    const documents = fc.array(fc.record({ file: files, kind: kinds, text: fc.oneof(fc.json(), fc.string()) }), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(documents, (some) => {
        const outcome = outcomeOf(some)
        expect(outcome instanceof Registry).toBe(some.length === 0)
      }),
      { numRuns: 1000 },
    )
  })

  it('survives any JSON value in any place of a sound registry', () => {
    const anyDocument = fc.constantFrom(...repository.map((_, index) => index))
    fc.assert(
      fc.property(anyDocument, fc.nat(), fc.jsonValue(), (index, place, by) => {
        const document = repository[index]
        if (document === undefined) throw new Error('no such document')
        const value: unknown = JSON.parse(document.text)
        const places = placesIn(value)
        const text = JSON.stringify(replaced(value, places[place % places.length] ?? [], by))
        const outcome = outcomeOf(repository.map((other, i) => (i === index ? { ...document, text } : other)))
        if (outcome instanceof Registry) return
        for (const { file, found, allowed } of outcome.problems) {
          expect([file, found, allowed].every((said) => said.length > 0)).toBe(true)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('repeats no key material, whichever member it was pasted into', () => {
    const secret = 'Zm9yLXRlc3RzLW9ubHktbm90LWEta2V5LWF0LWFsbC0xMjM'
    for (const document of repository) {
      const value: unknown = JSON.parse(document.text)
      for (const place of placesIn(value)) {
        const text = JSON.stringify(replaced(value, place, secret))
        const outcome = outcomeOf(repository.map((other) => (other === document ? { ...document, text } : other)))
        if (outcome instanceof RegistryProblems) expect(outcome.message).not.toContain(secret)
      }
    }
  })
})
