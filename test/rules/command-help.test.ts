import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { commands } from '#src/cli/commands.ts'
import { runTillit } from '#src/cli/run-tillit.ts'
import { repository } from '../support/repository.ts'

const operating = readFileSync(join(repository, 'docs', 'operating.md'), 'utf8')
const readme = readFileSync(join(repository, 'README.md'), 'utf8')

/** What the command writes, in this process. */
async function run(...words: readonly string[]) {
  const written = { stdout: '', stderr: '' }
  const into = (name: keyof typeof written) =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk)
        done()
      },
    })
  const status = await runTillit(words, {
    env: {},
    stdin: Readable.from([]),
    stdout: into('stdout'),
    stderr: into('stderr'),
    isInteractive: false,
    hasColours: false,
  })
  return { status, ...written }
}

const exampleOf = (help: string) => /^Example: (.+)$/m.exec(help)?.[1] ?? ''

describe('the help of tillit', () => {
  it.each(commands)('$name has a usage, an example of itself, and lists its options', async ({ name, help }) => {
    expect(await run(...name.split(' '), '--help')).toEqual({ status: 0, stdout: help, stderr: '' })
    expect(help).toMatch(new RegExp(`^Usage: tillit ${name}\\b`))
    expect(exampleOf(help)).toContain(`tillit ${name}`)
    // Every option of the usage and of the example is explained.
    const named = new Set(`${help.split('\n\n')[0]} ${exampleOf(help)}`.match(/--[a-z-]+/g))
    const explained = new Set(
      help
        .split('\n')
        .slice(1)
        .join('\n')
        .match(/--[a-z-]+/g),
    )
    expect([...named].filter((option) => !explained.has(option))).toEqual([])
  })

  it('lists every command, and those of a group', async () => {
    const { stdout } = await run('--help')
    for (const { name, summary } of commands)
      expect(stdout).toMatch(new RegExp(`^ {2}${name} +${literally(summary)}$`, 'm'))
    const group = await run('access', '--help')
    expect(group).toMatchObject({ status: 0, stdout: expect.stringContaining('access matrix') })
    expect(group.stdout).not.toContain('registry')
  })

  it('is what docs/operating.md says, command by command', () => {
    const rows = [...operating.matchAll(/^\| `tillit ([^`]+)` \| (.+) \| `(.+)` \|$/gm)].map(([, ...cells]) => cells)
    expect(rows).toEqual(commands.map(({ name, summary, help }) => [name, summary, exampleOf(help)]))
  })

  it('knows every command that README.md and docs/operating.md name', () => {
    const named = [...`${readme}\n${operating}`.matchAll(/^(?:npx )?tillit ([a-z-]+(?: [a-z]+)?)/gm)].map(
      ([, name = '']) => name,
    )
    expect(named.length).toBeGreaterThan(10)
    const known = (name: string) => commands.some((command) => `${name} `.startsWith(`${command.name} `))
    expect(named.filter((name) => !known(name))).toEqual([])
  })
})

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
