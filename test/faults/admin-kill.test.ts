import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { type AdminClient, adminClientOf } from '../support/admin-client.ts'
import { machineScopes } from '../support/admin-people.ts'
import { inDatabase } from '../support/audit.ts'
import { findFreePorts } from '../support/free-ports.ts'
import { node, TestProcess } from '../support/process.ts'
import { makeDpopKey, TestClient } from '../support/test-client.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'tillit-admin-kill-'))
const batches = 20
const batchWrites = 500
/** Milliseconds: two starts and twenty revisions on cores that others use too. */
const patience = 180_000
let broker: TestProcess | undefined

afterAll(async () => {
  await broker?.kill()
  rmSync(dataDir, { recursive: true, force: true })
})

async function operatorAt(issuer: string): Promise<AdminClient> {
  const key = JSON.parse(readFileSync(join(dataDir, 'operator.jwk.json'), 'utf8'))
  return adminClientOf(
    new TestClient({ clientId: 'tillit-operator', issuer, key, dpop: await makeDpopKey() }),
    machineScopes,
  )
}

it(
  'loses none of ten thousand writes that the admin API has acknowledged when the broker is killed',
  async () => {
    const port = await findFreePorts()
    const issuer = `http://localhost:${port}`
    broker = new TestProcess({
      command: [node, 'src/main.ts'],
      env: { TILLIT_ENVIRONMENT: 'development', TILLIT_PORT: String(port), TILLIT_DATA_DIR: dataDir },
      isReady: () =>
        fetch(`${issuer}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
    })
    await broker.start()
    const operator = await operatorAt(issuer)
    const { body: template } = await operator.get('/clients/skyjournal')
    const writeBatch = (batch: number) =>
      operator.post(
        '/revisions',
        {
          changes: Array.from({ length: batchWrites }, (_, n) => {
            const id = `ny-${batch * batchWrites + n}`
            return { kind: 'client', id, document: { ...template, client_id: id } }
          }),
        },
        `bunke ${batch}`,
      )
    for (let batch = 0; batch < batches; batch += 1) expect((await writeBatch(batch)).status).toBe(200)
    // One more is on its way when the process goes: all of it is there afterwards, or nothing.
    const last = writeBatch(batches).then(
      ({ status }) => status,
      () => 0,
    )
    await broker.kill()
    const status = await last
    await broker.start()
    const found = inDatabase(dataDir, (database) =>
      database
        .prepare("SELECT id FROM registry_entity WHERE kind = 'client' AND id LIKE 'ny-%'")
        .all()
        .map(({ id }) => String(id)),
    )
    const there = new Set(found)
    const written = Array.from({ length: batches * batchWrites }, (_, n) => `ny-${n}`)
    expect(written.filter((id) => !there.has(id))).toEqual([])
    const whole = (batches + 1) * batchWrites
    expect([batches * batchWrites, whole]).toContain(found.length)
    if (status === 200) expect(found).toHaveLength(whole)
    const again = await operatorAt(issuer)
    expect((await again.post('/audit/verification', {})).body).toMatchObject({ whole: true })
    // A search goes through ten thousand in several stretches.
    expect((await again.get('/clients?limit=1&q=%22ny-9998%22')).body['items']).toHaveLength(1)
    expect((await again.get('/access?client=ny-9999&scope=nhn:kjernejournal/api')).body['items']).toHaveLength(1)
  },
  patience,
)
