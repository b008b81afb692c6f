import { type RegistryChanges, startTestBroker, type TestBroker, tokensOf } from './broker.ts'
import { type Answer, makeDpopKey, TestClient } from './test-client.ts'

/**
 * A registry in which APIs call each other: the journal's tokens may be exchanged by Helsekort (of the organisation that
 * owns the APIs), Helsekort's by the course service, and those by Helsekort again.
 */

export const exchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'
const approved = (scope: string) => ({ scope, status: 'approved', approved_by: '310000094' })

/** With several APIs in its reach, but none of them the operator's own. */
const clients: RegistryChanges = {
  'epj-nordfjell': { token_exchange_actors: ['helsekort-web', 'integrasjon-nordfjell'] },
  'integrasjon-nordfjell': {
    grant_types: ['client_credentials', exchangeGrant],
    token_exchange_actors: ['helsekort-web'],
  },
  skyjournal: { token_exchange_actors: ['helsekort-web'] },
  'helsekort-web': {
    grant_types: ['authorization_code', exchangeGrant],
    token_exchange_actors: ['kurspaamelding-web'],
    access: [approved('nhn:reseptformidleren/api'), approved('nhn:provesvar/api')],
  },
  'kurspaamelding-web': {
    grant_types: ['authorization_code', exchangeGrant],
    token_exchange_actors: ['helsekort-web'],
    access: [approved('nhn:provesvar/api')],
  },
}

export function startExchangeBroker(apis: RegistryChanges = {}): Promise<TestBroker> {
  return startTestBroker({ ...clients, ...apis })
}

export const exchange = (actor: TestClient, token: string, extra: Record<string, string> = {}): Promise<Answer> =>
  actor.token(exchangeForm(token, extra))

export function exchangeForm(token: string, extra: Record<string, string> = {}): Record<string, string> {
  const form = { grant_type: exchangeGrant, subject_token: token, subject_token_type: accessTokenType }
  return { ...form, scope: 'nhn:reseptformidleren/api', ...extra }
}

/** A person's token for the summary care record, from the journal. */
export async function personToken(broker: TestBroker) {
  const client = await broker.client('epj-nordfjell')
  const scope = 'openid offline_access nhn:kjernejournal/api'
  return { client, ...(await tokensOf(client, 'P01', { parameters: { scope } })) }
}

export async function machineToken(broker: TestBroker): Promise<string> {
  const machine = await broker.client('integrasjon-nordfjell')
  return String((await machine.machineToken('nhn:kjernejournal/api')).body.access_token)
}

/** An API that authenticates under its own audience, with the key of one of the demo's clients. */
export async function apiCaller(broker: TestBroker, resource: string): Promise<TestClient> {
  const { key, issuer } = await broker.client('epj-nordfjell')
  return new TestClient({ clientId: resource, issuer, key, dpop: await makeDpopKey() })
}
