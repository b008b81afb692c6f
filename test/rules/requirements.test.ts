import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const text = readFileSync(new URL('../../docs/requirements.md', import.meta.url), 'utf8')

const numbered = (prefix: string, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${from + index}`)

/** What issue 3 and the reference behind it number. */
const required = [
  ...numbered('L', 1, 21),
  ...numbered('H', 1, 4),
  ...numbered('H', 7, 9),
  ...numbered('SI', 1, 6),
  ...numbered('FI', 1, 2),
  ...numbered('0.4.', 1, 9),
  '0.5',
]

/** Cells of each row of a table of requirements. */
function rowsOf(markdown: string): readonly (readonly string[])[] {
  const rows = markdown.split('\n').filter((line) => /^\| (?:L|H|SI|FI|0\.)/.test(line))
  return rows.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** Files and folders of this repository that a text names. */
function pathsIn(markdown: string): readonly string[] {
  const named = [...markdown.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)
  return named.filter((name) => /^(?:src|test|config|demo|docs|idp-adapters)(?:\/|$)/.test(name))
}

function missingFrom(markdown: string): readonly string[] {
  return pathsIn(markdown).filter((path) => !existsSync(new URL(`../../${path}`, import.meta.url)))
}

describe('the table of requirements', () => {
  it('has each number once, in order', () => {
    expect(rowsOf(text).map(([number]) => number)).toEqual(required)
  })

  it('says for each what it asks for, where that is met, and which test shows it', () => {
    for (const [number, asks = '', where = '', shown = ''] of rowsOf(text)) {
      expect(asks, number).not.toBe('')
      expect(where, number).not.toBe('')
      expect(pathsIn(shown).filter((path) => path.startsWith('test/')).length, number).toBeGreaterThan(0)
    }
  })

  it('names no file that is not there, and would tell', () => {
    expect(missingFrom(text)).toEqual([])
    expect(missingFrom('shown by `test/http/nobody-wrote-this.test.ts`')).toHaveLength(1)
  })
})
