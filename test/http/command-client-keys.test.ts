import { generateKeyPairSync } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { tillitBeside } from '../support/tillit-command.ts'

let broker: TestBroker
let tillit: ReturnType<typeof tillitBeside>
const folder = mkdtempSync(join(tmpdir(), 'tillit-keys-'))
const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const privateJwk = privateKey.export({ format: 'jwk' })

beforeAll(async () => {
  broker = await startTestBroker()
  tillit = tillitBeside(broker)
  const publicJwk = { ...publicKey.export({ format: 'jwk' }), kid: 'neste', alg: 'ES256', use: 'sig' }
  writeFileSync(join(folder, 'public.jwk.json'), JSON.stringify(publicJwk))
  writeFileSync(join(folder, 'private.jwk.json'), JSON.stringify({ ...publicJwk, ...privateJwk }))
})
afterAll(async () => {
  await broker?.close()
  rmSync(folder, { recursive: true, force: true })
})

const change = ['--reason', 'a test', '--yes']
const file = (name: string) => join(folder, name)
const kids = async () =>
  JSON.parse((await tillit(['client-key', 'list', 'skyjournal', '--json'])).stdout).items.map(
    ({ kid }: { kid: string }) => kid,
  )

describe('tillit client-key', () => {
  it('adds a public key beside the others, lists both, and retires one', async () => {
    const [first = ''] = await kids()
    const words = ['client-key', 'add', 'skyjournal', file('public.jwk.json'), '--expires', '2099-01-01T00:00:00Z']
    expect((await tillit([...words, '--yes'])).status).toBe(2)
    expect((await tillit([...words, '--reason', 'a test'])).status).toBe(2)
    expect(await kids()).toEqual([first])
    expect(await tillit([...words, ...change])).toMatchObject({ status: 0, stdout: 'skyjournal has the key neste\n' })
    const { stdout } = await tillit(['client-key', 'list', 'skyjournal'])
    expect(stdout).toMatch(/^kid +type +alg +ends +thumbprint$/m)
    expect(stdout).toMatch(/^neste +EC +ES256 +2099-01-01 \(\d+ days\) /m)
    expect(await tillit(['client-key', 'retire', 'skyjournal', first, ...change])).toMatchObject({ status: 0 })
    expect(await kids()).toEqual(['neste'])
  })

  it('leaves an active client its last key, and knows no key that is not there', async () => {
    expect(await tillit(['client-key', 'retire', 'helsekort-web', 'finnes-ikke', ...change])).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/^TLT-310 /),
    })
    const last = 'development-only-helsekort-web-1'
    const { status, stderr } = await tillit(['client-key', 'retire', 'helsekort-web', last, ...change])
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^TLT-\d{3} .*last key/)])
  })

  it('refuses a private key before it is sent, and prints nothing of it', async () => {
    const logged = broker.logText().length
    const words = ['client-key', 'add', 'skyjournal', file('private.jwk.json'), ...change]
    const { status, stdout, stderr } = await tillit(words)
    expect([status, stderr]).toEqual([1, expect.stringContaining('the public half alone')])
    expect(stdout + stderr).not.toContain(privateJwk.d)
    expect(broker.logText().slice(logged)).toBe('')
  })
})
