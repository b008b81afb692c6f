import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { runTillit, tillitBeside } from '../support/tillit-command.ts'

let broker: TestBroker
let operator: AdminClient
let tillit: ReturnType<typeof tillitBeside>
const folder = mkdtempSync(join(tmpdir(), 'tillit-files-'))

beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
  tillit = tillitBeside(broker)
})
afterAll(async () => {
  await broker?.close()
  rmSync(folder, { recursive: true, force: true })
})

const revision = async () => Number((await operator.get('/status')).body['revision'])
const change = ['--reason', 'a test', '--yes']
/** A file with this document. */
function fileOf(name: string, document: unknown): string {
  const file = join(folder, name)
  writeFileSync(file, JSON.stringify(document))
  return file
}

describe('tillit client, api and organisation', () => {
  it('lists as a table, as JSON and by filter', async () => {
    const { status, stdout } = await tillit(['client', 'list', '--organisation', '999977774'])
    expect(status).toBe(0)
    expect(stdout.split('\n')[0]).toMatch(/^client +name +kind +organisation +status$/)
    expect(stdout).toContain('epj-nordfjell')
    expect(stdout).not.toContain('skyjournal')
    const { items } = JSON.parse((await tillit(['api', 'list', '--json'])).stdout)
    expect(items.map(({ document }: { document: { resource: string } }) => document.resource)).toContain(
      'nhn:provesvar',
    )
    const found = await tillit(['organisation', 'list', '--search', 'Utsikten fysioterapi', '--json'])
    expect(JSON.parse(found.stdout).items).toHaveLength(1)
  })

  it('shows one, and exits with 1 and the number of the refusal when there is none', async () => {
    expect((await tillit(['api', 'show', 'nhn:kjernejournal'])).stdout).toMatch(/^owner +310000094$/m)
    expect(JSON.parse((await tillit(['client', 'show', 'skyjournal', '--json'])).stdout)).toMatchObject({
      etag: '"client/skyjournal@1"',
      document: { client_id: 'skyjournal' },
    })
    const missing = await tillit(['client', 'show', 'finnes-ikke'])
    expect(missing).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/^TLT-310 /) })
    expect(missing.stderr).toMatch(/^correlation id [0-9A-Z]{26}$/m)
    const asJson = await tillit(['client', 'show', 'finnes-ikke', '--json'])
    expect(JSON.parse(asJson.stderr)).toMatchObject({ exit_code: 1, problem: { number: 'TLT-310' } })
  })

  it('creates from a file and from standard input, once', async () => {
    const organisation = { organisation_number: '310000132', name: 'Ny' }
    const { body } = await operator.get('/organisations/310000086')
    const document = { ...body, ...organisation, organisation_number: '310000167' }
    const file = fileOf('ny.json', document)
    expect(await tillit(['organisation', 'create', file, ...change])).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^create +organisation 310000167/),
    })
    expect(await tillit(['organisation', 'create', file, ...change])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('registered already'),
    })
    const client = { ...(await operator.get('/clients/skyjournal')).body, client_id: 'fra-rør' }
    const wrong = await tillit(['client', 'create', '-', ...change], { stdin: JSON.stringify(client) })
    expect(wrong).toMatchObject({ status: 1, stderr: expect.stringContaining('/client_id: found') })
    const piped = JSON.stringify({ ...client, client_id: 'fra-ror' })
    const created = await tillit(['client', 'create', '-', ...change, '--json'], { stdin: piped })
    expect(JSON.parse(created.stdout)).toMatchObject({ etag: expect.stringMatching(/^"client\/fra-ror@/) })
  })

  it('disables and enables, with the reason and who ran it in the history', async () => {
    for (const verb of ['disable', 'enable']) {
      const { status, stdout } = await tillit(['client', verb, 'helsekort-web', ...change])
      expect([status, stdout]).toEqual([0, expect.stringMatching(new RegExp(`^${verb} +client helsekort-web\n`))])
    }
    const { items } = Object((await operator.get('/clients/helsekort-web/revisions')).body)
    expect(items[0]).toMatchObject({
      reason: 'a test',
      author: { kind: 'operator', id: 'tillit-operator', os_user: expect.any(String), os_host: expect.any(String) },
    })
  })

  it('changes nothing without --yes where there is no terminal, and nothing without a reason', async () => {
    const before = await revision()
    expect(await tillit(['client', 'disable', 'skyjournal', '--reason', 'a test'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--yes'),
    })
    for (const reason of [[], ['--reason', ' ']]) {
      const { status, stderr } = await tillit(['client', 'disable', 'skyjournal', '--yes', ...reason])
      expect([status, stderr]).toEqual([2, expect.stringContaining('--reason')])
    }
    expect(await revision()).toBe(before)
  })

  it('refuses a private key before it is sent, and prints nothing of it', async () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
    const client = { ...(await operator.get('/clients/skyjournal')).body, client_id: 'ny-sky' }
    const file = fileOf('privat.json', { ...client, jwks: { keys: [{ ...jwk, kid: 'k' }] } })
    const logged = broker.logText().length
    const { status, stdout, stderr } = await tillit(['client', 'create', file, ...change])
    expect([status, stderr]).toEqual([1, expect.stringContaining('/jwks/keys/0: found a private or symmetric key')])
    expect(stdout + stderr).not.toContain(jwk.d)
    expect(broker.logText().slice(logged)).toBe('')
  })

  it('names every way in which it was called wrongly, with its help and exit code 2', async () => {
    for (const words of [
      ['client', 'show'],
      ['client', 'show', 'a', 'b'],
      ['client', 'list', 'epj-nordfjell'],
      ['client', 'list', '--color'],
      ['client', 'create', '/finnes/ikke.json', '--reason', 'a test'],
      ['client', 'create', fileOf('tekst.json', 'text'), '--reason', 'a test'],
      ['organisation', 'create', fileOf('tom.json', {}), '--reason', 'a test'],
      ['status', '--broker', 'http://login.example.no'],
      ['status', '--broker', 'login.example.no'],
    ]) {
      const { status, stderr, stdout } = await tillit(words)
      expect([words, status, stdout]).toEqual([words, 2, ''])
      expect(stderr).toContain(`Usage: tillit ${words[0]}`)
    }
    expect(await tillit(['client'])).toMatchObject({ status: 2, stderr: expect.stringContaining('client list') })
  })
})

describe('tillit and the broker that it speaks to', () => {
  it('needs no configuration beside --broker and the data folder', async () => {
    const env = { TILLIT_DATA_DIR: broker.dataDir }
    const { status, stdout } = await runTillit(['status', '--broker', broker.issuer, '--json'], { env })
    expect([status, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ revision: expect.any(Number) })])
  })

  it('says what to do when the broker does not answer, and when there is no key', async () => {
    const env = { TILLIT_DATA_DIR: broker.dataDir }
    const down = await runTillit(['status', '--broker', 'http://localhost:9'], { env })
    expect(down).toMatchObject({ status: 1, stderr: expect.stringMatching(/does not answer.*--offline/) })
    const without = await runTillit(['status', '--broker', broker.issuer], { env: { TILLIT_DATA_DIR: folder } })
    expect(without).toMatchObject({ status: 2, stderr: expect.stringContaining('tillit operator init') })
  })

  it('sends no assertion to a broker that calls itself by another name', async () => {
    const env = { TILLIT_DATA_DIR: broker.dataDir }
    const other = broker.issuer.replace('localhost', '127.0.0.1')
    const { status, stderr } = await runTillit(['status', '--broker', other], { env })
    expect([status, stderr]).toEqual([1, expect.stringMatching(/is not a broker|calls itself/)])
    expect(broker.logText()).not.toContain('client_authentication_failed')
  })

  it('knows no devices yet, and says so', async () => {
    expect(await tillit(['device', 'list'])).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('no devices yet'),
    })
  })
})
