import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { adminClientOf } from '../test/support/admin-client.ts'
import { makeDpopKey, TestClient } from '../test/support/test-client.ts'
import { median, print } from './print.ts'

const runs = 7
const scopes = ['tillit:admin/registry.read', 'tillit:admin/registry.write']

/** Pages of a large registry that somebody waits for. */
const pages = {
  'access, first page': '/access?limit=50',
  'access, a page in the middle': '/access?limit=50&after=bench:api-500/api%20bench-client-50000',
  'access to one API': '/access?limit=50&api=bench:api-7',
  'access of one organisation': '/access?limit=50&organisation=999977774',
  'access that waits': '/access?limit=50&status=requested',
  'access of one organisation that waits': '/access?limit=50&status=requested&organisation=310000094',
  'access of one client': '/access?client=bench-client-77777',
  'clients, a page in the middle': '/clients?limit=50&after=bench-client-50000',
  'clients by a text that one has': '/clients?limit=50&q=klient-99999.example',
  'usage of a client': '/clients/bench-client-5/usage',
} as const

/** How long pages of the admin API take, as an operator sees it over HTTP. */
export async function adminFigures(issuer: string, dataDir: string): Promise<void> {
  const key = JSON.parse(readFileSync(join(dataDir, 'operator.jwk.json'), 'utf8'))
  const client = new TestClient({ clientId: 'tillit-operator', issuer, key, dpop: await makeDpopKey() })
  const operator = await adminClientOf(client, scopes)
  for (const [name, path] of Object.entries(pages)) {
    print(`  ${name}`, `${(await timed(() => operator.get(path))).toFixed(0)} ms`)
  }
  const api = (await operator.get('/apis/bench:api-7')).body
  const changes = [{ kind: 'api', id: 'bench:api-7', document: { ...api, status: 'disabled' } }]
  const plan = await timed(() => operator.post('/revisions?dry_run=true', { changes }))
  print('  plan of a change that a thousand clients feel', `${plan.toFixed(0)} ms`)
}

async function timed(ask: () => Promise<{ readonly status: number; readonly text: string }>): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const begun = performance.now()
    const { status, text } = await ask()
    times.push(performance.now() - begun)
    if (status !== 200) throw new Error(`${status} ${text}`)
  }
  return median(times)
}
