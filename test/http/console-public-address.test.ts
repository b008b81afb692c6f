import { mkdtempSync, rmSync } from 'node:fs'
import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestSecure } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { afterEach, describe, expect, it } from 'vitest'
import { loadConfig } from '#config/load-config.ts'
import { adapterKinds } from '#idp-adapters/kinds.ts'
import { type RunningBroker, startBroker } from '#src/broker.ts'
import { systemClock } from '#src/operations/clock.ts'
import { createLog } from '#src/operations/log.ts'
import { findFreePorts } from '../support/free-ports.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'tillit-public-'))
let broker: RunningBroker | undefined
afterEach(async () => {
  await broker?.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const pem = (name: string) => join(import.meta.dirname, '..', 'support', 'tls', name)
/** No resolver knows this name, and nothing listens there: whoever asked the network for it would fail. */
const issuer = 'https://tillit.invalid'

async function ask(port: number, path: string, isTls: boolean): Promise<IncomingMessage> {
  const options = { port, host: '127.0.0.1', path, headers: { host: 'tillit.invalid' }, rejectUnauthorized: false }
  return new Promise((resolve, reject) => {
    const outgoing = (isTls ? requestSecure : requestPlain)(options, resolve)
    outgoing.on('error', reject).end()
  })
}

describe('the console under a public address', () => {
  it.each([
    ['behind a proxy that ends TLS', {}],
    ['with its own certificate', { TILLIT_TLS_CERT: pem('first.cert.pem'), TILLIT_TLS_KEY: pem('first.key.pem') }],
  ] as const)('begins a login %s, without asking the network for itself', async (_title, tls) => {
    const port = await findFreePorts()
    const config = loadConfig({
      TILLIT_ENVIRONMENT: 'development',
      TILLIT_DATA_DIR: dataDir,
      TILLIT_PORT: String(port),
      TILLIT_ISSUER: issuer,
      ...tls,
    })
    const log = createLog({
      level: 'silent',
      destination: new Writable({ write: (_chunk, _encoding, done) => done() }),
    })
    broker = await startBroker({ config, kinds: adapterKinds, clock: systemClock, log })
    const isTls = 'TILLIT_TLS_CERT' in tls
    const page = await ask(port, '/admin?lang=nn', isTls)
    expect([page.statusCode, page.headers['set-cookie']?.join()]).toEqual([200, expect.stringContaining('secure')])
    const answer = await ask(port, '/admin/login', isTls)
    expect(answer.statusCode).toBe(303)
    const next = new URL(answer.headers.location ?? '')
    expect([next.origin, next.pathname]).toEqual([issuer, '/connect/authorize'])
    expect(next.searchParams.get('client_id')).toBe('tillit-console')
    expect(next.searchParams.get('request_uri')).toMatch(/^urn:ietf:params:oauth:request_uri:/)
    expect(answer.headers['set-cookie']?.join()).toMatch(/__Host-tillit_browser=[^;]+; path=\/;.*secure; httponly/i)
  })
})
