import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import development from '#config/development.json' with { type: 'json' }
import { template } from '#idp-adapters/template/adapter.ts'
import { loginAs, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import type { TestClient } from '../support/test-client.ts'

/** All that adding an adapter takes, beside its folder: its name in the list of kinds, and one entry of the configuration. */
const entry = {
  id: 'template-oidc',
  kind: 'template',
  name: { nb: 'Mal', nn: 'Mal', en: 'Template' },
  client_key_file: 'development-keys/idp-client.jwk.json',
  settings: { issuer: `\${TILLIT_SIMULATORS_URL}/template-oidc`, client_id: 'tillit' },
}
const settings = { identity_providers: [...development.identity_providers, entry] }
const provider = entry.id

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker({}, settings, [template])
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

describe('an adapter that is a folder, a line of the list and an entry of the configuration', () => {
  it('has its simulator running and is announced as up', async () => {
    const list: unknown = await (await fetch(`${broker.issuer}/connect/availableidps`)).json()
    expect(list).toContainEqual({ id: provider, name: entry.name, levels: [4, 3], status: 'up' })
    expect((await fetch(`${broker.simulatorsUrl}/${provider}/control`)).status).toBe(200)
  })

  it('is offered on the choice page and logs a person in at level 4', async () => {
    const { idToken } = await tokensOf(client, 'P01', { provider })
    expect(decodeJwt(idToken)).toMatchObject({ idp: provider, acr: 'Level4' })
  })

  it('is chosen by idp: in acr_values', async () => {
    const { code } = await loginAs(client, 'P01', { provider, parameters: { acr_values: `idp:${provider}` } })
    expect(code).not.toBe('')
  })

  it('has its refusals told by the broker', async () => {
    const { end } = await loginAs(client, 'P01', { provider, choices: { press: 'cancel' } })
    expect(end.html).toContain('Du avbrøt innloggingen')
  })
})
