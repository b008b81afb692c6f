import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { repository } from '../support/repository.ts'
import { TillitTerminal } from '../support/tillit-terminal.ts'

/** Persona P01. */
const pid = '07918449935'
let broker: TestBroker
let operator: AdminClient
const folder = mkdtempSync(join(tmpdir(), 'tillit-files-'))

beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
  cpSync(join(repository, 'clients'), folder, { recursive: true })
})
afterAll(async () => {
  await broker?.close()
  rmSync(folder, { recursive: true, force: true })
})

const at = (words: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new TillitTerminal(words, {
    TILLIT_ENVIRONMENT: 'development',
    TILLIT_DATA_DIR: broker.dataDir,
    TILLIT_PORT: new URL(broker.issuer).port,
    ...env,
  })

const revision = async () => Number((await operator.get('/status')).body['revision'])

describe('tillit at a terminal', () => {
  it('shows what a change does, asks, and does it when somebody says yes', async () => {
    const terminal = at(['client', 'disable', 'helsekort-web', '--reason', 'a test'])
    await terminal.until('[y/N]')
    expect(terminal.screen).toContain('status: active → disabled')
    const before = await revision()
    terminal.type('y')
    expect(await terminal.ended()).toBe(0)
    expect(await revision()).toBe(before + 1)
  })

  it.each(['n', '', 'ja, men', '\u0003', '\u0004'])(
    'changes nothing when the answer is %j, with exit code 1',
    async (answer) => {
      const before = await revision()
      const terminal = at(['client', 'disable', 'skyjournal', '--reason', 'a test'])
      await terminal.until('[y/N]')
      terminal.type(answer)
      expect(await terminal.ended()).toBe(1)
      expect(terminal.screen).toContain('Nothing was changed')
      expect(await revision()).toBe(before)
    },
  )

  it('applies the very plan that was shown: whoever changes the registry meanwhile stops it', async () => {
    const file = join(folder, 'skyjournal.json')
    writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), client_name: 'Ny sky' }))
    const terminal = at(['registry', 'apply', folder, '--reason', 'a test'])
    await terminal.until('[y/N]')
    const { body, headers } = await operator.get('/clients/epj-fjord')
    const etag = headers.get('etag') ?? ''
    expect((await operator.put('/clients/epj-fjord', { ...body, client_name: 'Imens' }, { etag })).status).toBe(200)
    terminal.type('y')
    expect(await terminal.ended()).toBe(1)
    expect(terminal.screen).toContain('TLT-604')
    expect(terminal.screen).toContain('look at the new plan')
    expect((await operator.get('/clients/skyjournal')).body['client_name']).toBe('Skyjournal')
  })

  it('asks for a person’s number without showing it', async () => {
    const words = ['administrator', 'add', '--name', 'Astrid', '--organisation', '310000094', '--reason', 'a test']
    const terminal = at(words)
    await terminal.until('not shown')
    terminal.type(pid)
    await terminal.until('[y/N]')
    terminal.type('y')
    expect(await terminal.ended()).toBe(0)
    expect(terminal.screen).not.toContain(pid)
  })

  it('uses colours, unless NO_COLOR says not to', async () => {
    const colour = '\u001b['
    const colourful = at(['doctor'])
    await colourful.ended()
    expect(colourful.screen).toContain(`${colour}32mok`)
    const plain = at(['doctor'], { NO_COLOR: '1' })
    await plain.ended()
    expect(plain.screen).not.toContain(colour)
  })
})
