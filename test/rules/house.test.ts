import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { filesBelow, repository, type SourceFile } from '../support/repository.ts'

const broker = () => filesBelow('src', '.ts')
const code = () =>
  ['src', 'idp-adapters', 'config', 'demo', 'resource-server', 'bench'].flatMap((folder) => filesBelow(folder, '.ts'))
const tests = () => filesBelow('test', '.ts').filter(({ path }) => path !== 'test/rules/house.test.ts')
const templates = () => [...filesBelow('src/views', '.eta'), ...filesBelow('src/console', '.eta')]

/** What may not stand in a file, comments left out. `planted` is a line that each rule must see. */
interface TextRule {
  readonly title: string
  readonly files: () => readonly SourceFile[]
  readonly forbidden: RegExp
  readonly allowedIn?: readonly string[]
  readonly planted: readonly string[]
}

const libraries = 'oidc-provider|jose|koa|openid-client|ioredis|pino|zod|eta|prom-client|kysely|pg'

const textRules: readonly TextRule[] = [
  {
    title: 'reads the clock and makes random values in their own files only',
    files: broker,
    forbidden: /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\brandomUUID\b|\brandomBytes\b|\bgetRandomValues\b/,
    allowedIn: ['src/operations/clock.ts', 'src/operations/random.ts', 'src/store/seal.ts', 'src/store/store-key.ts'],
    planted: ['const now = Date.now()', 'new Date()', 'Math.random()', 'crypto.randomUUID()', 'randomBytes(16)'],
  },
  {
    title: 'writes through the log, not through the console',
    files: broker,
    forbidden: /\bconsole\./,
    planted: ["console.log('here')"],
  },
  {
    title: 'knows no identity provider by its name outside the configuration and the folders of the adapters',
    files: () => [...broker(), ...filesBelow('config', '.ts')],
    forbidden: /\b(?:idporten|bankid|buypass|commfides)-oidc\b/,
    planted: ["if (id === 'buypass-oidc') return"],
  },
  {
    title: 'has no hole in its types',
    files: () => [...code(), ...tests()],
    forbidden: /[:<]\s*any\b|\bas any\b|\bany\[\]/,
    planted: ['(value: any) => value', 'const b = a as any', 'Array<any>'],
  },
  {
    title: 'imports libraries by their names, never by a file inside them',
    files: code,
    forbidden: new RegExp(`(?:from|import\\()\\s*'(?:[^']*node_modules/|(?:${libraries})/)`),
    planted: [
      "import nanoid from 'oidc-provider/lib/helpers/nanoid.js'",
      "await import('../node_modules/koa/lib/x.js')",
    ],
  },
  {
    title: 'has no test that does not run',
    files: tests,
    forbidden: /\b(?:it|test|describe)(?:\.\w+)*\.(?:only|skip|skipIf|runIf|todo|fails)\b|\bx(?:it|describe)\(/,
    planted: ["it.only('a', b)", "describe.skip('a', b)", "it.concurrent.todo('a')", 'it.skipIf(isCi)', "xit('a', b)"],
  },
  {
    title: 'keeps styles and scripts out of templates, where the content security policy would drop them',
    files: templates,
    forbidden: /\sstyle=|<style|<script|\son\w+=/,
    // Its script is a constant, and the one that the policy of that page names by its digest.
    allowedIn: ['src/views/templates/post-back.eta'],
    planted: ['<p style="color: red">', '<style>', '<script src="x">', '<body onload="x">'],
  },
]

function breaks({ forbidden }: TextRule, text: string): boolean {
  return forbidden.test(text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, ''))
}

describe('the house', () => {
  it.each(textRules)('$title', (rule) => {
    const files = rule.files()
    expect(files.length).toBeGreaterThan(0)
    const guilty = files.filter(({ path, text }) => !rule.allowedIn?.includes(path) && breaks(rule, text))
    expect(guilty.map(({ path }) => path)).toEqual([])
    // And the rule turns red when it should: on every planted line, and on no file because of its comments.
    expect(rule.planted.filter((line) => !breaks(rule, `const one = 1\n${line}\n`))).toEqual([])
    expect(breaks(rule, `// ${rule.planted[0]}\n/* ${rule.planted[0]} */\n`)).toBe(false)
  })

  it('switches the type checker off nowhere', () => {
    const switches = /@ts-(?:ignore|expect-error|nocheck)\b/
    const guilty = [...code(), ...tests()].filter(({ text }) => switches.test(text))
    expect(guilty.map(({ path }) => path)).toEqual([])
  })

  it('has a README in every room', () => {
    const rooms = [
      'config',
      'clients',
      'idp-adapters',
      'demo',
      'resource-server',
      'bench',
      ...foldersIn('src'),
      ...foldersIn('idp-adapters'),
    ]
    expect(rooms.length).toBeGreaterThan(15)
    expect(rooms.filter((room) => !existsSync(join(repository, room, 'README.md')))).toEqual([])
  })

  it('keeps files short enough to be read in one go', () => {
    const lengths = [...code(), ...tests()].map(({ path, text }) => ({
      path,
      lines: text.trimEnd().split('\n').length,
    }))
    expect(lengths.filter(({ lines }) => lines > longestFile)).toEqual([])
  })

  it('marks every departure from a standard with a decision record that exists', () => {
    const marks = code().flatMap(({ path, text }) =>
      [...text.matchAll(/DEVIATION:.*?(docs\/decisions\/[\w-]+\.md)?$/gm)].map((mark) => ({ path, record: mark[1] })),
    )
    const dangling = marks.filter(({ record }) => record === undefined || !existsSync(join(repository, record)))
    expect(dangling).toEqual([])
  })
})

/** Lines. */
const longestFile = 300

/** The rooms of a part of the house: its folders that hold anything. */
function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(repository, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name))
    .filter((path) => readdirSync(join(repository, path)).length > 0)
}
