import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, repository, type SourceFile } from '../support/repository.ts'

const code = () => ['src', 'idp-adapters', 'config', 'demo', 'bench'].flatMap((folder) => filesBelow(folder, '.ts'))
const tests = () => filesBelow('test', '.ts')

/** The paths of the files whose text matches, comments left out. */
function matching(files: readonly SourceFile[], pattern: RegExp): readonly string[] {
  return files.filter(({ text }) => pattern.test(withoutComments(text))).map(({ path }) => path)
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
}

describe('the house', () => {
  it('has a README of about ten lines in every room', () => {
    const rooms = ['config', 'idp-adapters', 'demo', 'bench', ...foldersIn('src').map((room) => `src/${room}`)]
    const missing = rooms.filter((room) => !existsSync(join(repository, room, 'README.md')))
    expect(missing).toEqual([])
  })

  it('reads the clock and makes random values in their own files only', () => {
    const allowed = [
      'src/operations/clock.ts',
      'src/operations/random.ts',
      'src/store/seal.ts',
      'src/store/store-key.ts',
    ]
    const broker = filesBelow('src', '.ts').filter(({ path }) => !allowed.includes(path))
    expect(matching(broker, /\bDate\.now\(|\bnew Date\(\)|Math\.random|randomUUID|randomBytes/)).toEqual([])
  })

  it('writes through the log, not through the console', () => {
    expect(matching(filesBelow('src', '.ts'), /\bconsole\./)).toEqual([])
  })

  it('has no hole in its types', () => {
    expect(matching([...code(), ...tests()], /:\s*any\b|\bas any\b|@ts-(ignore|expect-error|nocheck)/)).toEqual([])
  })

  it('imports libraries by their names, never by a file inside them', () => {
    const deep =
      /from '(?:[^']*node_modules\/|(?:oidc-provider|jose|koa|openid-client|ioredis|pino|zod|eta|prom-client)\/)/
    expect(matching(code(), deep)).toEqual([])
    expect(deep.test("import nanoid from 'oidc-provider/lib/helpers/nanoid.js'")).toBe(true)
  })

  it('has no test that does not run', () => {
    expect(matching(tests(), /\b(it|test|describe)\.(only|skip|todo)\b/)).toEqual([])
  })

  it('keeps files short enough to be read in one go', () => {
    const long = [...code(), ...tests()].filter(({ text }) => text.split('\n').length > 301).map(({ path }) => path)
    expect(long).toEqual([])
  })

  it('keeps styles out of templates, where the content security policy would drop them', () => {
    const templates = filesBelow('src/views', '.eta')
    expect(templates.length).toBeGreaterThan(0)
    expect(matching(templates, /\sstyle=/)).toEqual([])
    expect(matching(templates, /<script/)).toEqual([])
  })

  it('marks every departure from a standard with a decision record that exists', () => {
    const marks = code().flatMap(({ path, text }) =>
      [...text.matchAll(/DEVIATION:.*?(docs\/decisions\/[\w-]+\.md)?$/gm)].map((mark) => ({ path, record: mark[1] })),
    )
    const dangling = marks.filter(({ record }) => record === undefined || !existsSync(join(repository, record)))
    expect(dangling).toEqual([])
  })
})

function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => readdirSync(join(repository, folder, name)).length > 0)
}
