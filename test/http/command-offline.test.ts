import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAudit } from '../support/audit.ts'
import { type BareBroker, makeBareBroker } from '../support/bare-broker.ts'

let broker: BareBroker
beforeEach(async () => {
  broker = await makeBareBroker()
  await broker.tillit(['operator', 'init'])
})
afterEach(() => broker.remove())

const change = ['--reason', 'a test', '--yes', '--offline']
const disable = ['organisation', 'disable', '310000132', ...change]

describe('tillit --offline', () => {
  it('changes the store while no broker runs, by the same rules, with the same record', async () => {
    expect(await broker.tillit(disable)).toMatchObject({ status: 0, stdout: expect.stringMatching(/^disable /) })
    const parentOfItself = ['organisation', 'create', '-', ...change]
    const document = JSON.parse(readFileSync(join(broker.registryDir, 'organisations', '310000132.json'), 'utf8'))
    const wrong = await broker.tillit(
      parentOfItself,
      JSON.stringify({ ...document, organisation_number: '310000167', parent: '1' }),
    )
    expect(wrong).toMatchObject({ status: 1, stderr: expect.stringMatching(/^TLT-603 [\s\S]*\/parent: found "1"/) })
    expect(readAudit(broker.dataDir).at(-2)).toMatchObject({
      event: 'registry.changed',
      actor: { kind: 'operator', id: 'tillit-operator' },
      correlation_id: expect.stringMatching(/^[0-9A-Z]{26}$/),
    })
    await broker.process.start()
    expect((await broker.tillit(['organisation', 'show', '310000132'])).stdout).toMatch(/^status +disabled$/m)
  })

  it('works around no broker that runs, and after kill -9 it is not in the way', async () => {
    await broker.process.start()
    expect(await broker.tillit(disable)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('a broker runs on this data folder'),
    })
    // What only reads is read.
    expect((await broker.tillit(['organisation', 'show', '310000132', '--offline'])).stdout).toMatch(
      /^status +active$/m,
    )
    expect((await broker.tillit(['registry', 'diff', broker.registryDir, '--offline'])).status).toBe(0)
    expect((await broker.tillit(['audit', 'verify', '--offline'])).status).toBe(0)
    await broker.process.kill()
    expect((await broker.tillit(disable)).status).toBe(0)
  })

  it('applies and exports files, and two commands at once take turns', async () => {
    const runs = await Promise.all(
      ['310000132', '999977774'].map((id) => broker.tillit(['organisation', 'disable', id, ...change])),
    )
    expect(runs.map(({ status }) => status)).toEqual([0, 0])
    expect((await broker.tillit(['registry', 'diff', broker.registryDir, '--offline'])).status).toBe(1)
    const applied = await broker.tillit(['registry', 'apply', broker.registryDir, ...change])
    expect(applied.stdout).toMatch(/^enable +organisation 310000132$/m)
    expect(await broker.tillit(['registry', 'diff', broker.registryDir, '--offline'])).toMatchObject({
      status: 0,
      stdout: '2 the same\n',
    })
    expect((await broker.tillit(['audit', 'verify', '--offline', '--json'])).stdout).toContain('"whole":true')
  })

  it('makes no data folder by mistake', async () => {
    const { remove, tillit } = await makeBareBroker()
    const { status, stderr } = await tillit(['client', 'list', '--offline'])
    await remove()
    expect([status, stderr]).toEqual([2, expect.stringContaining('TILLIT_DATA_DIR')])
  })
})
