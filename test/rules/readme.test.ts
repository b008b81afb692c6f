import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findFreePorts } from '../support/free-ports.ts'
import { isInClone, makeFreshClone, type RunningStart } from '../support/fresh-clone.ts'
import { launchChromium } from '../support/journey.ts'
import { useBankId, useMinId } from '../support/person.ts'
import { repository } from '../support/repository.ts'

/** Everything that README.md claims, done in a fresh clone, in its own words. */

const readme = readFileSync(join(repository, 'README.md'), 'utf8')
const clone = makeFreshClone()
let port = 0
let running: RunningStart
let browser: Browser
let page: Page

beforeAll(async () => {
  port = await findFreePorts()
  const first = await clone.start(port)
  await first.stop()
  running = await clone.start(port)
  // Figures of the machine that runs this, for whoever reads the output; a test must not depend on them.
  const [firstSeconds, secondSeconds] = [first, running].map(({ secondsUntilReady }) => secondsUntilReady.toFixed(1))
  console.log(`Ready after ${firstSeconds} s with the packages there, ${secondSeconds} s the second time`)
  browser = await launchChromium()
  page = await browser.newPage({ locale: 'nb-NO' })
}, 240_000)

afterAll(async () => {
  await browser?.close()
  await running?.stop()
  clone.remove()
})

/** The README's addresses are those of port 3000; ours are as far from our port as those are from it. */
function here(address: string): string {
  return address.replace(/:3(\d{3})\b/, (_all, offset: string) => `:${port + Number(offset)}`)
}

const addresses = [...new Set(readme.match(/http:\/\/localhost:3\d{3}[\w./-]*/g))]
const commands = [
  ...new Set(readme.match(/(?:TILLIT_PORT=\d+ )?(?:npm [a-z]+(?: [a-z]+)?|node_modules\/\S+ [\w./-]+)(?=`|\n)/g)),
]

function section(title: string): string {
  return readme.split(/^## /m).find((part) => part.startsWith(title)) ?? ''
}

/** What the reader is told to look for, in bold, in order. */
const boldIn = (title: string) => [...section(title).matchAll(/\*\*(.+?)\*\*/g)].map(([, words = '']) => words)

const brokerLog = () => readFileSync(join(clone.folder, 'data', 'broker.log'), 'utf8')

describe('README.md', () => {
  it('names these commands, and each is tried here or is this very run', () => {
    expect(commands.toSorted()).toEqual([
      'TILLIT_PORT=4000 npm start',
      'node_modules/.bin/node demo/machine-token.ts',
      'npm run bench',
      'npm run check',
      'npm start',
      'npm test',
    ])
  })

  it.each(['start', 'test', 'check', 'bench'])(
    'has a script %s behind the command, and its entry can be read',
    (name) => {
      const { scripts } = JSON.parse(readFileSync(join(clone.folder, 'package.json'), 'utf8'))
      const entry = /^node (bin\/[\w-]+\.js)$/.exec(scripts[name])?.[1] ?? ''
      const result = spawnSync(process.execPath, ['--check', join(clone.folder, entry)], { encoding: 'utf8' })
      expect(result.stderr).toBe('')
    },
  )

  it('links only to what is in the clone', () => {
    const links = [...readme.matchAll(/\]\(([^)#]+)[^)]*\)/g)].map(([, target = '']) => target)
    const own = links.filter((target) => !/^https?:/.test(target))
    expect(own.length).toBeGreaterThan(4)
    expect(own.filter((target) => !isInClone(clone, normalize(join(dirname('README.md'), target))))).toEqual([])
  })

  it.each(addresses)('%s answers', async (address) => {
    expect((await fetch(here(address))).status).toBe(200)
  })

  it('has the addresses in its table that the start shows, all moved by TILLIT_PORT', () => {
    const rows = [...section('Two commands').matchAll(/^\| `(http\S+)` \|/gm)].map(([, address = '']) => here(address))
    expect(rows).toHaveLength(6)
    for (const address of rows) expect(running.screen()).toContain(` ${address} `)
    expect(running.screen().match(/localhost:3\d{3}\b/g)).toBeNull()
  })

  it('leads to a first login as P01, and to a second service without one', async () => {
    const [start = '', provider = '', all = '', second = ''] = boldIn('A first login')
    await page.goto(here('http://localhost:3002'))
    await page.getByRole('link', { name: start, exact: true }).click()
    expect(await page.locator('main').textContent()).toContain('EPJ Nordfjell')
    await page.getByRole('button', { name: provider, exact: true }).click()
    await page.waitForURL(here('http://localhost:3001/**'))
    expect(await page.locator('aside').textContent()).toContain('Simulator')
    expect(await page.locator('select[name=persona] option:checked').textContent()).toBe('P01 Astrid Nordfjell')
    await useBankId(page)
    await page.waitForURL(here('http://localhost:3002/epj'))
    expect(await page.locator('h1').textContent()).toContain('Astrid Nordfjell')
    expect(await page.getByTestId('security-level').textContent()).toBe('4')
    expect(await page.locator('main').textContent()).toContain('ID-token')
    await page.getByRole('link', { name: all, exact: true }).click()
    await page.getByRole('link', { name: `Logg inn i ${second}`, exact: true }).click()
    expect(page.url()).toBe(here('http://localhost:3002/helsekort'))
    expect(await page.locator('h1').textContent()).toContain('Astrid Nordfjell')
  })

  it('leads to a refusal of MinID, with a code that stands in data/broker.log', async () => {
    const [start = '', , , , provider = '', method = ''] = boldIn('A first login')
    await page.goto(here('http://localhost:3002/epj'))
    await page.getByTestId('logout').click()
    await page.waitForURL(here('http://localhost:3002/**'))
    await page.goto(here('http://localhost:3002'))
    await page.getByRole('link', { name: start, exact: true }).click()
    await page.locator('button[name=idp]', { hasText: provider }).click()
    await page.waitForURL(here('http://localhost:3001/**'))
    expect(await page.locator('button[value=minid]').textContent()).toBe(method)
    await useMinId(page, 'P01')
    await page.waitForURL(here('http://localhost:3000/login/**'))
    expect(await page.locator('h1').textContent()).toBe('MinID er ikke sikker nok her')
    expect(await page.locator('main').textContent()).toContain('for eksempel BankID')
    const code = (await page.getByTestId('reference-code').textContent()) ?? ''
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    const lines = brokerLog()
      .split('\n')
      .filter((line) => line.includes(code))
    expect(lines.map((line) => JSON.parse(line))).toEqual([expect.objectContaining({ reason: 'minid_refused' })])
  })

  it('leads to a machine token by a script of thirty lines, which prints what is in it and not the token', () => {
    const [command = '', script = ''] = commands.find((one) => one.startsWith('node_modules'))?.split(' ') ?? []
    const options = { cwd: clone.folder, encoding: 'utf8', env: { TILLIT_PORT: String(port) } } as const
    const { status, stdout, stderr } = spawnSync(join(clone.folder, command), [script], options)
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    const printed = JSON.parse(stdout)
    expect(printed.payload).toMatchObject({ client_id: 'integrasjon-nordfjell', aud: 'nhn:kjernejournal' })
    expect(printed.payload.cnf.jkt).toMatch(/^[\w-]{43}$/)
    expect(stdout).not.toContain('eyJ')
    expect(readFileSync(join(clone.folder, script), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(30)
  })

  it('leads to the operator’s command, whose every line does what it says', () => {
    const lines = section('The operator').match(/^npx tillit .+$/gm) ?? []
    expect(lines.length).toBeGreaterThan(5)
    const env = {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TILLIT_ENVIRONMENT: 'development',
      TILLIT_PORT: String(port),
    }
    for (const line of lines) {
      const { status, stderr } = spawnSync('sh', ['-c', line], { cwd: clone.folder, encoding: 'utf8', env })
      expect({ line, status, stderr }).toEqual({ line, status: 0, stderr: '' })
    }
  })

  it('has its modules compiled from the first start on, so that the second needs less time and memory', () => {
    const compiled = readdirSync(join(clone.folder, 'node_modules', '.cache', 'tillit'), { recursive: true })
    expect(compiled.length).toBeGreaterThan(200)
  })

  it('has changed nothing in the clone that git would see', () => {
    const { stdout } = spawnSync('git', ['status', '--porcelain'], { cwd: clone.folder, encoding: 'utf8' })
    expect(stdout).toBe('')
  })
})
