import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inDatabase, readAudit } from '../support/audit.ts'
import { loginAs, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { tillitBeside } from '../support/tillit-command.ts'

/** Persona P01. */
const pid = '07918449935'

let broker: TestBroker
let reference = ''

beforeAll(async () => {
  broker = await startTestBroker()
  await tokensOf(await broker.client('epj-nordfjell'), 'P01')
  const machine = await broker.client('integrasjon-nordfjell')
  for (let n = 0; n < 3; n += 1) await machine.machineToken('nhn:provesvar/api')
  const { end } = await loginAs(await broker.client('epj-nordfjell'), 'P01', {
    provider: 'idporten-oidc',
    choices: { method: 'minid' },
  })
  reference = /data-testid="reference-code"[^>]*>([^<]+)</.exec(end.html)?.[1] ?? ''
})

afterAll(async () => {
  await broker?.close()
})

describe.each([
  { how: 'asked of the broker', more: [] },
  { how: 'read in the database', more: ['--offline'] },
])('tillit audit, $how', ({ more }) => {
  /** The command in a process of its own, beside the running broker. */
  const tillit = (words: readonly string[], stdin = '') => tillitBeside(broker)([...words, ...more], { stdin })

  it('verify passes beside the running broker, on the terminal and as JSON', async () => {
    expect(await tillit(['audit', 'verify'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('as written'),
    })
    expect(JSON.parse((await tillit(['audit', 'verify', '--json'])).stdout)).toMatchObject({ whole: true })
  })

  it('search pages from the newest, by client and by event', async () => {
    const words = ['audit', 'search', '--client', 'integrasjon-nordfjell', '--event', 'token.issued', '--json']
    const first = JSON.parse((await tillit([...words, '--limit', '2'])).stdout)
    const second = JSON.parse((await tillit([...words, '--limit', '2', '--before', String(first.next)])).stdout)
    const seqs = [...first.records, ...second.records].map(({ seq }: { seq: number }) => seq)
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a))
    expect([seqs.length, second.next]).toEqual([3, undefined])
  })

  it('search finds a person by the number on standard input, and shows the number nowhere', async () => {
    const found = await tillit(['audit', 'search', '--person', '--json'], `${pid}\n`)
    const events = JSON.parse(found.stdout).records.map(({ event }: { event: string }) => event)
    expect(events).toEqual(expect.arrayContaining(['login.completed', 'code.issued', 'token.issued']))
    expect(found.stdout).not.toContain(pid)
    expect(
      JSON.parse(
        (await tillit(['audit', 'search', '--person', '--event', 'login.completed', '--json'], '07918449936')).stdout,
      ).records,
    ).toEqual([])
  })

  it('search as a table has a line for each record', async () => {
    const { stdout } = await tillit(['audit', 'search', '--organisation', '999977774'])
    expect(stdout.split('\n')[0]).toMatch(/^seq +time +event +outcome +reason +client +organisation +idp +reference$/)
    expect(stdout).toContain('login.refused')
  })

  it('export writes every record as a line, in order, as it stands in the trail', async () => {
    const { stdout, status } = await tillit(['audit', 'export'])
    const stored = inDatabase(broker.dataDir, (database) =>
      database
        .prepare('SELECT record FROM audit_record ORDER BY seq')
        .all()
        .map(({ record }) => String(record)),
    )
    expect({ status, lines: stdout.trimEnd().split('\n') }).toEqual({ status: 0, lines: stored })
    expect(readAudit(broker.dataDir).length).toBe(stored.length)
  })

  it('refuses what it does not know with exit code 2 and its help', async () => {
    for (const words of [
      ['audit', 'search', '--event', 'token.eaten'],
      ['audit', 'search', '--from', 'yesterday'],
      ['audit', 'search', '--limit', '0'],
      ['audit', 'verify', '--fast'],
      ['explain', 'not a code'],
      ['audit'],
      ['audit', 'forget'],
    ]) {
      const { status, stderr, stdout } = await tillit(words)
      expect([words, status, stdout]).toEqual([words, 2, ''])
      expect(stderr).toContain('Usage: tillit')
    }
  })

  it('verify names a record that somebody changed, with exit code 1', async () => {
    const change = (from: string, to: string) =>
      inDatabase(broker.dataDir, (database) =>
        database.exec(`UPDATE audit_record SET record = replace(record, '${from}', '${to}') WHERE seq = 2`),
      )
    change('"done"', '"dome"')
    const { status, stdout } = await tillit(['audit', 'verify'])
    change('"dome"', '"done"')
    expect([status, stdout]).toEqual([1, expect.stringMatching(/^record 2: /)])
  })
  it('tells of the reference code of a page what was expected and what was found', async () => {
    expect(reference).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/)
    for (const words of [reference, reference.toLowerCase().replace('-', '')]) {
      const { status, stdout } = await tillit(['explain', words])
      expect(status).toBe(0)
      expect(stdout).toContain('login.refused')
      expect(stdout).toMatch(/expected +level 4 or higher/)
      expect(stdout).toMatch(/found +level 3/)
      expect(stdout).toMatch(/reason +\d{3} /)
    }
  })

  it('says that it knows nothing of a request that is not in the trail', async () => {
    expect(await tillit(['explain', '00000-00000'])).toMatchObject({ status: 1, stdout: '' })
  })
})
