import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { refusals } from '../../resource-server/refusal.ts'
import { badProofs } from '../../resource-server/try/bad-proofs.ts'
import { badTokens } from '../../resource-server/try/bad-tokens.ts'
import { filesBelow, repository } from '../support/repository.ts'

const path = join(repository, 'docs', 'protecting-an-api.md')
const page = readFileSync(path, 'utf8')

describe('docs/protecting-an-api.md', () => {
  it('has every bad token and proof of the command under a rule, and no other', () => {
    const table = page.slice(page.indexOf('| rule | why |'))
    const named = [...table.matchAll(/^\| .* \| .* \| (.*) \|$/gm)]
      .flatMap(([, cell = '']) => cell.split('; '))
      .slice(1)
    const sent = [...badTokens, ...badProofs].map(({ name }) => name)
    expect(new Set(named)).toEqual(new Set([...sent, 'a proof for the second time']))
  })

  it('links only to what is there', () => {
    const targets = [...page.matchAll(/\]\(([^)#:]+)\)/g)].map(([, target = '']) => join(dirname(path), target))
    expect(targets.length).toBeGreaterThan(12)
    expect(targets.filter((target) => !existsSync(target))).toEqual([])
  })

  it('shows files of the library, and what they export', () => {
    const code = page.slice(page.indexOf('```ts'), page.indexOf('```\n\n**Revoked'))
    for (const [, names = '', file = ''] of code.matchAll(
      /import \{ (.*) \} from '\.\/(resource-server\/[\w-]+\.ts)'/g,
    )) {
      const text = readFileSync(join(repository, file), 'utf8')
      for (const name of names.split(', ')) expect(text).toMatch(new RegExp(`export .*${name.replace('type ', '')}\\b`))
    }
  })
})

describe('the samples in other languages', () => {
  const samples = filesBelow('docs/samples', '.java', '.cs')
  const java = samples
    .filter(({ path: file }) => file.endsWith('.java'))
    .map(({ text }) => text)
    .join('\n')
  const csharp = samples
    .filter(({ path: file }) => file.endsWith('.cs'))
    .map(({ text }) => text)
    .join('\n')

  it.each([
    'ath',
    'htm',
    'htu',
    'iat',
    'jti',
    'cnf',
    'jkt',
    'at+jwt',
    'client_id',
    'orgnr_parent',
    'security_level',
    'PS512',
  ])('look at %s in both', (name) => {
    expect([java.includes(name), csharp.includes(name)]).toEqual([true, true])
  })

  it('say the same of a proof as the library does', () => {
    const said = Object.entries(refusals).flatMap(([reason, [, text]]) =>
      /^proof_(ath|htm|iat|jti|used)/.test(reason) ? [text] : [],
    )
    expect(said.length).toBe(5)
    for (const text of said) expect(csharp).toContain(text)
  })
})
