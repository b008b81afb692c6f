import { generateKeyPairSync } from 'node:crypto'
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { repository } from '../support/repository.ts'
import { tillitBeside } from '../support/tillit-command.ts'

let broker: TestBroker
let operator: AdminClient
let tillit: ReturnType<typeof tillitBeside>
let folder = ''

beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
  tillit = tillitBeside(broker)
})
afterAll(async () => {
  await broker?.close()
})
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tillit-files-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const change = ['--reason', 'a test', '--yes']
const revision = async () => Number((await operator.get('/status')).body['revision'])
/** What is registered, as files. */
const exported = () => tillit(['registry', 'export', folder])
function edit(file: string, members: object): void {
  const path = join(folder, file)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), ...members }))
}

describe('a folder that somebody else has prepared', () => {
  it('does not lead an export out of itself by a link that leads to nothing yet', async () => {
    const elsewhere = `${folder}-elsewhere`
    symlinkSync(elsewhere, join(folder, 'skyjournal.json'))
    expect(await exported()).toMatchObject({ status: 1, stderr: expect.stringContaining('skyjournal.json') })
    expect(existsSync(elsewhere)).toBe(false)
  })

  it('does not speak to the terminal by the names of its files', async () => {
    writeFileSync(join(folder, 'x\u001b[2J.txt'), '')
    const ran = await tillit(['registry', 'diff', folder])
    expect(ran).toMatchObject({ status: 1, stderr: expect.stringContaining('an unknown file') })
    expect(ran.stderr).not.toContain('\u001b')
  })

  it('holds no private key that is sent, however it is spelled', async () => {
    await exported()
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const { d, ...jwk } = privateKey.export({ format: 'jwk' })
    edit('skyjournal.json', { jwks: { keys: [{ ...jwk, kid: 'ny', D: d }] } })
    const ran = await tillit(['registry', 'diff', folder])
    expect(ran).toMatchObject({ status: 1, stderr: expect.stringContaining('Nothing was sent') })
  })
})

describe('tillit registry', () => {
  it('finds no drift between the files that filled the store and the store', async () => {
    cpSync(join(repository, 'clients'), folder, { recursive: true })
    expect(await tillit(['registry', 'diff', folder])).toMatchObject({ status: 0, stdout: '22 the same\n' })
  })

  it('exports what reads back as the same registry, and overwrites nothing unasked', async () => {
    expect(await exported()).toMatchObject({ status: 0, stdout: `22 files in ${folder}\n` })
    expect(JSON.parse((await tillit(['registry', 'diff', folder, '--json'])).stdout)).toMatchObject({
      drift: false,
      changes: [],
      missing: [],
    })
    writeFileSync(join(folder, 'skyjournal.json'), 'mine')
    expect(await exported()).toMatchObject({ status: 1, stderr: expect.stringContaining('Nothing was written') })
    expect(readFileSync(join(folder, 'skyjournal.json'), 'utf8')).toBe('mine')
    expect((await tillit(['registry', 'export', folder, '--force', '--json'])).status).toBe(0)
    expect(await tillit(['registry', 'apply', folder, ...change])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('nothing to change'),
    })
  })

  it('shows drift both ways with exit code 1', async () => {
    await exported()
    edit('helsekort-web.json', { client_name: 'Helsekort 2' })
    const { client_id: _, ...client } = JSON.parse(readFileSync(join(folder, 'skyjournal.json'), 'utf8'))
    writeFileSync(join(folder, 'ny-sky.json'), JSON.stringify({ client_id: 'ny-sky', ...client }))
    rmSync(join(folder, 'skyjournal.json'))
    const { status, stdout } = await tillit(['registry', 'diff', folder])
    expect(status).toBe(1)
    expect(stdout).toMatch(/^in the files alone +client ny-sky$/m)
    expect(stdout).toContain('client_name: Helsekort → Helsekort 2')
    expect(stdout).toMatch(/^in the registry alone +client skyjournal$/m)
    expect(await revision()).toBe(1)
  })

  it('applies all of it as one revision, after a plan that names what it touches and what becomes active again', async () => {
    await exported()
    const before = await revision()
    edit('helsekort-web.json', { status: 'disabled', client_name: 'Helsekort 2' })
    edit('organisations/310000124.json', { name: 'Nytt navn' })
    const { status, stdout } = await tillit(['registry', 'apply', folder, ...change])
    expect(status).toBe(0)
    expect(stdout).toMatch(/^disable +client helsekort-web$/m)
    expect(stdout).toMatch(/^touches \d+ clients?, 0 live sessions, 0 tokens in the last 30 days$/m)
    expect(stdout).toContain(`applied: revision ${before + 1}`)
    edit('helsekort-web.json', { status: 'active' })
    const again = await tillit(['registry', 'apply', folder, ...change, '--json'])
    expect(JSON.parse(again.stdout)).toMatchObject({
      revision: before + 2,
      changes: [{ kind: 'client', id: 'helsekort-web', action: 'enable', members: ['status'] }],
    })
  })

  it('leaves what is in no file, and with --prune disables it', async () => {
    await exported()
    rmSync(join(folder, 'vaktplan-fjord.json'))
    const left = await tillit(['registry', 'apply', folder, ...change])
    expect(left.stdout).toMatch(/registered, and in no file .*\n {2}client vaktplan-fjord\n/)
    expect((await operator.get('/clients/vaktplan-fjord')).body['status']).toBe('active')
    const pruned = await tillit(['registry', 'apply', folder, '--prune', ...change])
    expect(pruned.stdout).toMatch(/^disable +client vaktplan-fjord$/m)
    expect((await operator.get('/clients/vaktplan-fjord')).body['status']).toBe('disabled')
  })

  it('tells everything that is wrong by file and place, and applies nothing of it', async () => {
    await exported()
    const before = await revision()
    edit('helsekort-web.json', { kind: 'robot' })
    edit('epj-fjord.json', { organisation: '310000205' })
    edit('organisations/310000124.json', { name: 'Enda et navn' })
    const { status, stdout, stderr } = await tillit(['registry', 'apply', folder, ...change])
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^TLT-603 /)
    expect(stderr).toContain('  helsekort-web.json /kind: found "robot", allowed "web", "native", "machine"')
    expect(stderr).toContain('  epj-fjord.json /organisation: found "310000205", allowed ')
    expect(await revision()).toBe(before)
    const asJson = JSON.parse((await tillit(['registry', 'diff', folder, '--json'])).stderr)
    expect(asJson.problem.errors).toContainEqual(
      expect.objectContaining({ file: 'helsekort-web.json', pointer: '/kind' }),
    )
  })

  it('sees by itself what no registry can know of a folder', async () => {
    await exported()
    writeFileSync(join(folder, 'borte.json'), 'null')
    writeFileSync(join(folder, 'halv.json'), '{ "client_id": ')
    writeFileSync(join(folder, 'notater.txt'), '')
    cpSync(join(folder, 'skyjournal.json'), join(folder, 'annet-navn.json'))
    const { status, stderr } = await tillit(['registry', 'apply', folder, ...change])
    expect(status).toBe(1)
    for (const line of [
      'borte.json: found null, allowed one JSON object',
      'halv.json: found a text that is not JSON',
      'notater.txt: found an unknown file',
      'annet-navn.json: found "annet-navn.json", allowed the file named for its entity: "skyjournal.json"',
      'skyjournal.json: found client skyjournal a second time',
    ]) {
      expect(stderr).toContain(line)
    }
  })

  it('sends no folder that holds a private key, and prints nothing of it', async () => {
    await exported()
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
    edit('skyjournal.json', { jwks: { keys: [{ ...jwk, kid: 'privat' }] } })
    const logged = broker.logText().length
    const { status, stdout, stderr } = await tillit(['registry', 'apply', folder, ...change])
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^skyjournal\.json \/jwks\/keys\/0: found a private/)])
    expect(stdout + stderr).not.toContain(jwk.d)
    expect(broker.logText().slice(logged)).toBe('')
  })

  it('shows the plan and changes nothing with --dry-run, and without a terminal or --yes', async () => {
    await exported()
    const before = await revision()
    edit('skyjournal.json', { client_name: 'Sky 3' })
    expect(await tillit(['registry', 'apply', folder, '--dry-run'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('client_name: Skyjournal → Sky 3'),
    })
    expect(await tillit(['registry', 'apply', folder, '--reason', 'a test'])).toMatchObject({
      status: 2,
      stdout: expect.stringContaining('client_name: Skyjournal → Sky 3'),
      stderr: expect.stringContaining('--yes'),
    })
    expect((await tillit(['registry', 'apply', folder, '--yes'])).status).toBe(2)
    expect((await tillit(['registry', 'apply'])).status).toBe(2)
    expect(await revision()).toBe(before)
    expect(readdirSync(folder)).toContain('skyjournal.json')
  })
})
