import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { runTool } from '../support/repository.ts'

/**
 * The attack table is every test below `test/attacks/`, rows written out: the runner's own list, so that a row that is not
 * run is not counted.
 */
const listed = z.array(z.object({ name: z.string(), file: z.string() }))
let rows: readonly { readonly name: string; readonly area: string }[] = []
const folder = mkdtempSync(join(tmpdir(), 'tillit-rows-'))

/** Milliseconds. Five seconds on a machine at rest: the files are loaded, not run. */
const listMilliseconds = 300_000

/** Which part of the protocol each file attacks. */
const areas: Readonly<Record<string, string>> = {
  'client-assertion': 'client authentication',
  jose: 'client authentication and DPoP',
  'deep-json': 'client authentication',
  introspection: 'client authentication',
  organisation: 'client authentication',
  dpop: 'DPoP',
  userinfo: 'DPoP',
  'pushed-request': 'PAR',
  'request-object': 'PAR',
  parameters: 'PAR',
  authorize: 'authorize',
  transport: 'authorize',
  'id-token-hint': 'authorize',
  code: 'code',
  'client-credentials': 'code',
  'mix-up': 'code',
  refresh: 'refresh',
  exchange: 'exchange',
  'exchange-organisation': 'exchange',
  'same-work': 'client authentication',
  logout: 'logout',
  'upstream-callback': 'upstream callback',
  'posted-answer': 'upstream callback',
  'audit-tampering': 'audit',
  selvbetjening: 'self-service',
  'selvbetjening-drafts': 'self-service',
  'selvbetjening-confirm': 'self-service',
  'admin-roles': 'admin API',
  'admin-raise': 'admin API',
  'admin-ask-again': 'admin API',
  'admin-bodies': 'admin API',
  'own-api-revoked': 'admin API',
}

/** A standard with its section, a published vulnerability, a gap of the engine, a trap of HelseID's clients, or our own rule. */
const source =
  /RFC \d{4}|FAPI 2\.0|OpenID |OAuth 2\.0|OWASP|CVE-\d{4}-\d+|HelseID|\bgaps? \d|\btrap \d|\bdesign\b|\bdecision \d|\bours\b/

beforeAll(() => {
  const file = join(folder, 'rows.json')
  const { status, output } = runTool('vitest', ['list', `--json=${file}`, '--no-static-parse', 'test/attacks'])
  expect(status, output).toBe(0)
  rows = listed.parse(JSON.parse(readFileSync(file, 'utf8'))).map(({ name, file: path }) => ({
    name,
    area: areas[basename(path, '.test.ts')] ?? path,
  }))
}, listMilliseconds)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the attack table', () => {
  it('has a source in every row', () => {
    expect(rows.filter(({ name }) => !source.test(name)).map(({ name }) => name)).toEqual([])
    expect(source.test('is refused with a bad thing')).toBe(false)
  })

  it('has at least 120 rows, some in every area', () => {
    const counts = new Map<string, number>()
    for (const { area } of rows) counts.set(area, (counts.get(area) ?? 0) + 1)
    expect(rows.length).toBeGreaterThanOrEqual(120)
    const fewest = 10
    expect([...new Set(Object.values(areas))].filter((area) => (counts.get(area) ?? 0) < fewest)).toEqual([])
    // A file that nobody has given an area stands here with its path.
    expect([...counts.keys()].filter((area) => area.includes('/'))).toEqual([])
    console.log(
      `attack table: ${rows.length} rows; ${[...counts].map(([area, count]) => `${area} ${count}`).join(', ')}`,
    )
  })

  it('has every row once', () => {
    const seen = new Set<string>()
    const twice = rows.filter(({ name, area }) => seen.size === seen.add(`${area} ${name}`).size)
    expect(twice.map(({ name }) => name)).toEqual([])
  })
})
