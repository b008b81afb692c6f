import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../support/repository.ts'

const page = readFileSync(join(repository, 'docs', 'fapi2-conformance.md'), 'utf8')

interface Named {
  readonly file: string
  readonly title: string
}

/** Every test that a page names: a link to its file, and its title in quotes. */
function testsNamedIn(text: string): readonly Named[] {
  return [...text.matchAll(/\]\(\.\.\/(test\/[^)]+)\) "([^"]+)"/g)].map(([, file = '', title = '']) => ({
    file,
    title,
  }))
}

/** A title is a test's own, or a row of its table. */
function isThere({ file, title }: Named): boolean {
  const path = join(repository, file)
  return existsSync(path) && readFileSync(path, 'utf8').includes(title)
}

describe('docs/fapi2-conformance.md', () => {
  it('names tests that exist, by their titles', () => {
    const named = testsNamedIn(page)
    expect(named.length).toBeGreaterThan(70)
    expect(named.filter((one) => !isThere(one))).toEqual([])
    expect(testsNamedIn('| x | [a](../test/http/tls.test.ts) "no such title" |').filter(isThere)).toEqual([])
  })

  it('has all modules of the plan that apply, each with its test', () => {
    const rows = page.split('\n').filter((line) => /^\| [a-z][\w-]+-[\w-]+ \|/.test(line))
    const modules = rows.map((line) => line.split(' ')[1])
    expect(new Set(modules).size).toBe(modules.length)
    expect(modules.length).toBe(56)
    expect(rows.filter((line) => testsNamedIn(line).length !== 1)).toEqual([])
  })

  it('has the thirteen traps', () => {
    const traps = [...page.matchAll(/^\| (\d+) /gm)].map(([, number]) => Number(number))
    expect([...new Set(traps)].toSorted((one, other) => one - other)).toEqual([...Array(13).keys()].map((n) => n + 1))
  })
})
