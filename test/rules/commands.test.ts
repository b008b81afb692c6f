import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { repository } from '../support/repository.ts'

/** A clone before anything is installed, and a folder of commands that stands first in the PATH. */
let clone = ''
let commands = ''

beforeEach(() => {
  clone = mkdtempSync(join(tmpdir(), 'tillit-clone-'))
  commands = join(clone, 'commands')
  mkdirSync(commands)
  for (const name of ['bin', 'package.json', 'package-lock.json']) {
    cpSync(join(repository, name), join(clone, name), { recursive: true })
  }
  command(
    'npm',
    `echo "$@" >> npm.log; /bin/mkdir -p node_modules/node/bin; /bin/ln -sf '${process.execPath}' node_modules/node/bin/node`,
  )
})

afterEach(() => rmSync(clone, { recursive: true, force: true }))

/** Stands in for a command of the machine. */
function command(name: string, script: string): void {
  writeFileSync(join(commands, name), `#!/bin/sh\n${script}\n`)
  chmodSync(join(commands, name), 0o755)
}

/** @param parts `onlyOurs`: the machine's own commands can't be found. */
function run(
  args: readonly string[],
  parts: { readonly env?: Record<string, string>; readonly onlyOurs?: boolean } = {},
) {
  const { env = {}, onlyOurs = false } = parts
  const PATH = onlyOurs ? commands : `${commands}:/usr/bin:/bin`
  const options = { cwd: clone, encoding: 'utf8', env: { ...env, PATH } } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  return { status, stdout, lines: stderr.trimEnd().split('\n') }
}

const install = ['--input-type=module', '-e', "(await import('./bin/ensure-installed.js')).ensureInstalled()"]
const installations = () =>
  existsSync(join(clone, 'npm.log')) ? readFileSync(join(clone, 'npm.log'), 'utf8').trimEnd().split('\n') : []

describe('installing what is missing', () => {
  it('happens once, and again when the lock file has changed', () => {
    expect(run(install)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^Installing the npm packages.*\n$/),
    })
    expect(run(install)).toMatchObject({ status: 0, stdout: '' })
    expect(installations()).toHaveLength(1)
    writeFileSync(join(clone, 'package-lock.json'), '{}')
    expect(run(install).status).toBe(0)
    expect(installations()).toHaveLength(2)
  })

  it('takes the development dependencies too, also where NODE_ENV says production', () => {
    run(install, { env: { NODE_ENV: 'production' } })
    expect(installations()[0]).toMatch(/^ci --include=dev /)
  })

  it('fails with one line, and is tried again the next time', () => {
    command('npm', 'exit 1')
    for (const _ of [1, 2]) {
      const { status, lines } = run(install)
      expect(status).toBe(1)
      expect(lines).toEqual([
        expect.stringMatching(/^The npm packages could not be installed: `npm ci` failed .*run it again\.$/),
      ])
    }
  })

  it('says so when there is no npm', () => {
    rmSync(join(commands, 'npm'))
    const { status, lines } = run(install, { onlyOurs: true })
    expect(status).toBe(1)
    expect(lines).toEqual([expect.stringContaining('the command npm is not there')])
  })
})

describe('tillit', () => {
  it('says what to run first when nothing is installed', () => {
    const { status, lines } = run(['bin/tillit.js', '--help'])
    expect(status).toBe(2)
    expect(lines).toEqual([expect.stringContaining('run `npm ci`')])
  })

  it.each([
    { args: ['--help'], status: 0 },
    { args: [], status: 2 },
    { args: ['no-such-command'], status: 2 },
  ])('answers $args with exit code $status', ({ args, status }) => {
    const result = spawnSync(process.execPath, [join(repository, 'bin/tillit.js'), ...args], { encoding: 'utf8' })
    expect(result.status).toBe(status)
    expect(result.stdout + result.stderr).toContain('Usage: tillit <command>')
  })

  it.each([
    [['clint', 'list'], "there is no command 'clint list'"],
    [['client', 'lst'], "there is no command 'client lst'"],
    [['client'], "'client' alone is no command"],
  ] as const)('says last of all that %j is no command', (args, said) => {
    const result = spawnSync(process.execPath, [join(repository, 'bin/tillit.js'), ...args], { encoding: 'utf8' })
    expect(result.status).toBe(2)
    expect(result.stderr.trimEnd().split('\n').at(-1)).toBe(said)
  })
})

describe('npm test', () => {
  it.each([{ CI: '' }, { CI: 'true' }])('never leaves the browser out silently, with CI=$CI', (env) => {
    command('redis-server', '')
    const { status, lines } = run(['bin/test.js'], { env, onlyOurs: true })
    expect(status).toBe(1)
    expect(lines).toEqual([
      expect.stringMatching(/^chromium is missing \(.*\): install it, .*apt-get install chromium.*again\.$/),
    ])
  })

  it('is what the continuous integration runs', () => {
    expect(readFileSync(join(repository, '.ci/run'), 'utf8').trimEnd().split('\n').at(-1)).toBe('npm test')
  })
})
