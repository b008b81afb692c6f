import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { tillitBeside } from '../support/tillit-command.ts'

let broker: TestBroker
let operator: AdminClient
// An exception needs a key that can make use of it.
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsa = { ...publicKey.export({ format: 'jwk' }), kid: 'rsa' }

beforeAll(async () => {
  broker = await startTestBroker({
    'epj-nordfjell': { jwks: { keys: [rsa] }, signing_algs: ['RS256'], userinfo_bearer: true },
    skyjournal: { assertion_exceptions: ['string_dates'] },
  })
  operator = await operatorClient(broker)
})
afterAll(() => broker?.close())

interface Finding {
  readonly check: string
  readonly state: string
  readonly text: string
  readonly todo?: string
}

async function examine(env: Readonly<Record<string, string>> = {}) {
  const { status, stdout } = await tillitBeside(broker)(['doctor', '--json'], { env })
  const findings: readonly Finding[] = JSON.parse(stdout).findings
  const texts = (check: string) => findings.filter((finding) => finding.check === check).map(({ text }) => text)
  return { status, findings, texts }
}

describe('tillit doctor, of what is registered and configured', () => {
  it('names everything that a client is let off, one line each', async () => {
    const { status, texts, findings } = await examine()
    expect(status).toBe(0)
    expect(texts('client exceptions')).toEqual([
      'epj-nordfjell: signs with RS256',
      expect.stringMatching(/^epj-nordfjell: .*userinfo_bearer/),
      'kurspaamelding-web: takes logins of level 3',
      'skyjournal: assertions: string_dates',
      'vaktplan-fjord: takes logins of level 3',
    ])
    expect(findings.filter(({ state, todo }) => state !== 'ok' && (todo ?? '') === '')).toEqual([])
  })

  it('names the exceptions of providers, and their employers', async () => {
    const { texts } = await examine()
    expect(texts('provider exceptions')).toContainEqual(expect.stringMatching(/^helse-midt-oidc: par: /))
    expect(texts('employers')).toContain('helseplattformen-oidc: Helse Fjord')
  })

  it('sees what the files and the registry do not share', async () => {
    const { body, headers } = await operator.get('/clients/epj-fjord')
    await operator.put('/clients/epj-fjord', { ...body, client_name: 'Nytt' }, { etag: headers.get('etag') ?? '' })
    const { texts, status } = await examine()
    expect([status, texts('registry files')]).toEqual([0, [expect.stringMatching(/^\d+ different /)]])
  })

  it('finds no development key where there may be none bad, and all of them where they are', async () => {
    expect((await examine()).texts('development keys')).toEqual([])
    const key = join(broker.dataDir, 'config.json')
    writeFileSync(key, JSON.stringify({ identity_providers: [] }))
    const { status, texts } = await examine({
      TILLIT_ENVIRONMENT: 'test',
      TILLIT_ISSUER: broker.issuer,
      TILLIT_CONFIG: key,
    })
    expect(status).toBe(1)
    expect(texts('development keys').length).toBeGreaterThan(5)
    expect(texts('development keys')[0]).toContain('everybody knows the private half')
  })
})
