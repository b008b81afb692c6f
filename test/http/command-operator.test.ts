import { chmodSync, readFileSync, statSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inDatabase, readAudit } from '../support/audit.ts'
import { type BareBroker, makeBareBroker } from '../support/bare-broker.ts'
import { runTillit } from '../support/tillit-command.ts'

let broker: BareBroker
beforeEach(async () => {
  broker = await makeBareBroker()
})
afterEach(() => broker.remove())

const keyFile = () => join(broker.dataDir, 'operator.jwk.json')
const readKey = (): { readonly kid: string; readonly d: string } => JSON.parse(readFileSync(keyFile(), 'utf8'))
/** Key ids that are registered for the operator. */
async function registered(): Promise<readonly string[]> {
  const { stdout } = await broker.tillit(['client', 'show', 'tillit-operator', '--offline', '--json'])
  return JSON.parse(stdout).document.jwks.keys.map(({ kid }: { kid: string }) => kid)
}

describe('tillit operator init', () => {
  it('makes a key that only its owner can read and that a broker started later knows', async () => {
    const { status, stdout, stderr } = await broker.tillit(['operator', 'init'])
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toContain(keyFile())
    expect(stdout).not.toContain(readKey().d)
    expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
    await broker.process.start()
    // The files filled the store too: the operator's client did not make it look begun.
    expect((await broker.tillit(['organisation', 'list'])).stdout).toContain('999977774')
    expect(readAudit(broker.dataDir)).toContainEqual(
      expect.objectContaining({
        event: 'registry.changed',
        actor: expect.objectContaining({ kind: 'operator', id: 'tillit-operator' }),
      }),
    )
  })

  it('works beside a broker that runs, which follows the store', async () => {
    await broker.process.start()
    expect((await broker.tillit(['status'])).status).toBe(2)
    expect((await broker.tillit(['operator', 'init', '--json'])).status).toBe(0)
    let ran = await broker.tillit(['status'])
    for (let attempt = 0; attempt < 10 && ran.status !== 0; attempt += 1) ran = await broker.tillit(['status'])
    expect(ran).toMatchObject({ status: 0, stdout: expect.stringMatching(/^environment +test$/m) })
  })

  it('refuses the second time and says what to do; --replace wants a reason and a yes', async () => {
    await broker.tillit(['operator', 'init'])
    const { kid } = readKey()
    expect(await broker.tillit(['operator', 'init', '--yes', '--reason', 'again'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('--replace --reason'),
    })
    expect((await broker.tillit(['operator', 'init', '--replace', '--yes'])).status).toBe(2)
    expect((await broker.tillit(['operator', 'init', '--replace', '--reason', 'lost'])).status).toBe(2)
    expect([readKey().kid, await registered()]).toEqual([kid, [kid]])
    const replaced = await broker.tillit(['operator', 'init', '--replace', '--reason', 'lost', '--yes', '--json'])
    expect(JSON.parse(replaced.stdout)).toEqual({ file: keyFile(), kid: readKey().kid, revision: expect.any(Number) })
    expect(readKey().kid).not.toBe(kid)
    expect(await registered()).toEqual([readKey().kid])
  })

  it('says that the key is elsewhere when it is registered and not here', async () => {
    await broker.tillit(['operator', 'init'])
    const before = await registered()
    unlinkSync(keyFile())
    expect(await broker.tillit(['operator', 'init'])).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('copy the file'),
    })
    expect(await registered()).toEqual(before)
  })

  it('is done once by several at the same moment', async () => {
    const runs = await Promise.all([1, 2, 3].map(() => broker.tillit(['operator', 'init'])))
    expect(runs.map(({ status }) => status).toSorted()).toEqual([0, 1, 1])
    expect(await registered()).toEqual([readKey().kid])
  })
})

describe('tillit doctor', () => {
  const find = (stdout: string, check: string) =>
    JSON.parse(stdout).findings.filter((finding: { check: string }) => finding.check === check)

  it('finds nothing bad where all is well, and names what is weaker than it could be', async () => {
    await broker.tillit(['operator', 'init'])
    await broker.process.start()
    const { status, stdout } = await broker.tillit(['doctor', '--json'])
    expect(status).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ ok: true })
    for (const check of ['configuration', 'store key', 'operator key', 'database', 'audit trail', 'broker', 'clock']) {
      expect(find(stdout, check)).toMatchObject([{ state: 'ok' }])
    }
    expect(find(stdout, 'registry files')).toMatchObject([{ state: 'ok', text: expect.stringContaining('2 as in') }])
    expect(find(stdout, 'identity providers')).toMatchObject([{ state: 'warn', todo: expect.any(String) }])
  })

  it('names a wrong setting, a key that others can read, a cut audit trail and a broker that is down', async () => {
    await broker.tillit(['operator', 'init'])
    chmodSync(keyFile(), 0o644)
    inDatabase(broker.dataDir, (database) =>
      database.exec('DELETE FROM audit_record WHERE seq = (SELECT max(seq) FROM audit_record)'),
    )
    const { status, stdout } = await broker.tillit(['doctor', '--json'])
    expect(status).toBe(1)
    expect(find(stdout, 'operator key')).toMatchObject([{ state: 'bad', todo: expect.stringContaining('chmod') }])
    expect(find(stdout, 'audit trail')).toMatchObject([{ state: 'bad', todo: expect.stringContaining('audit verify') }])
    expect(find(stdout, 'broker')).toMatchObject([{ state: 'warn' }])
    const wrong = await runTillit(['doctor'], { env: { ...broker.env, TILLIT_PORT: 'http' } })
    expect(wrong).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^bad +configuration +environment TILLIT_PORT/),
    })
  })
})
