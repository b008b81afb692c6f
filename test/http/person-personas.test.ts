import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import file from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import type { Reason } from '#src/http/reasons.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import {
  type Journey,
  loginAs,
  startTestBroker,
  type TestBroker,
  type TestClientId,
  tokensOf,
} from '../support/broker.ts'
import { expectRefusedLogin } from '../support/refusals.ts'

/** Every test person, as the file says what each is for, on the day that the file names. */

let broker: TestBroker
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(file.fixed_clock) })
  broker = await startTestBroker()
})
afterAll(async () => {
  await broker.close()
  vi.useRealTimers()
})

const personaOf = (id: string) => {
  const found = file.personas.find((persona) => persona.id === id)
  if (found === undefined) throw new Error(`no persona ${id}`)
  return found
}

interface Row {
  readonly id: string
  readonly what: string
  readonly client: TestClientId
  readonly journey?: Journey
}

const bankid: Journey = {}
const minid: Journey = { provider: 'idporten-oidc', choices: { method: 'minid' } }
/** For those whose eID no provider of this configuration has. */
const testid: Journey = { provider: 'idporten-oidc', choices: { method: 'testid' } }
const buypass: Journey = { provider: 'buypass-oidc', choices: { method: 'buypass-mobil' } }
const oldNumber = (id: string): Journey => ({ choices: { pid: personaOf(id).previous_pids?.[0] ?? '' } })

const letIn: readonly Row[] = [
  { id: 'P01', what: 'with BankID', client: 'helsekort-web', journey: bankid },
  { id: 'P01', what: 'with MinID where level 3 is enough', client: 'kurspaamelding-web', journey: minid },
  { id: 'P02', what: 'a doctor', client: 'epj-nordfjell' },
  { id: 'P03', what: 'with the BankID app', client: 'helsekort-web', journey: { choices: { method: 'bankid-app' } } },
  { id: 'P08', what: '16 years old today', client: 'helsekort-web', journey: testid },
  { id: 'P08', what: '16 years old today, with Buypass ID', client: 'helsekort-web', journey: buypass },
  { id: 'P09', what: 'with a D-number in use', client: 'helsekort-web' },
  { id: 'P10', what: 'with the new number', client: 'helsekort-web' },
  { id: 'P11', what: 'with the new number', client: 'helsekort-web' },
  { id: 'P13', what: '14 years old, where there is no age limit', client: 'epj-nordfjell', journey: testid },
  { id: 'P14', what: 'a parent', client: 'helsekort-web' },
  { id: 'P15', what: 'of the series of Norsk helsenett', client: 'helsekort-web' },
  { id: 'P16', what: 'employed at a hospital, with an eID of her own', client: 'epj-nordfjell', journey: testid },
]

const refused: readonly (Row & { readonly reason: Reason })[] = [
  { id: 'P04', what: 'a code device but no BankID', client: 'helsekort-web', reason: 'no_active_eid' },
  { id: 'P05', what: 'a blocked BankID', client: 'helsekort-web', reason: 'eid_blocked' },
  { id: 'P06', what: 'MinID only', client: 'helsekort-web', journey: minid, reason: 'minid_refused' },
  { id: 'P07', what: '16 years old tomorrow', client: 'helsekort-web', journey: testid, reason: 'too_young' },
  {
    id: 'P07',
    what: '16 years old tomorrow, with Buypass ID',
    client: 'helsekort-web',
    journey: buypass,
    reason: 'too_young',
  },
  { id: 'P10', what: 'the old D-number', client: 'helsekort-web', journey: oldNumber('P10'), reason: 'pid_retired' },
  { id: 'P11', what: 'the old number', client: 'epj-nordfjell', journey: oldNumber('P11'), reason: 'pid_retired' },
  { id: 'P12', what: 'dead', client: 'helsekort-web', reason: 'person_dead' },
  { id: 'P13', what: 'MinID only, and 14 years old', client: 'helsekort-web', journey: minid, reason: 'minid_refused' },
  { id: 'P13', what: '14 years old', client: 'helsekort-web', journey: testid, reason: 'too_young' },
]

describe('test people who are let in', () => {
  it.each(letIn)('$id $what', async ({ id, client: clientId, journey = {} }) => {
    const client = await broker.client(clientId)
    const { idToken, accessToken } = await tokensOf(client, id, {
      ...journey,
      parameters: {
        scope: clientId === 'kurspaamelding-web' ? 'openid' : 'openid profile helseid://scopes/identity/pid',
      },
    })
    const claims = decodeJwt(idToken)
    if (clientId !== 'kurspaamelding-web') {
      expect(claims['helseid://claims/identity/pid']).toBe(personaOf(id).pid)
      expect(claims['name']).toBe(personaOf(id).name)
    }
    expect(claims).not.toHaveProperty('birthdate')
    expect(decodeJwt(accessToken).sub).toBe(claims.sub)
    expectSilentLog(broker)
  })
})

describe('test people who are refused', () => {
  it.each(refused)('$id $what: $reason, in three languages', async ({ id, client: clientId, journey, reason }) => {
    const client = await broker.client(clientId)
    const login = await loginAs(client, id, journey)
    await expectRefusedLogin({ broker, client, login }, reason)
    expectSilentLog(broker)
  })

  it('together are every persona of the file', () => {
    const seen = new Set([...letIn, ...refused].map(({ id }) => id))
    expect([...seen].sort()).toEqual(file.personas.map(({ id }) => id))
  })

  it.each(['nb', 'nn', 'en'])('with an old number are sent to Skatteetaten (%s)', async (language) => {
    const { browser, end } = await loginAs(await broker.client('helsekort-web'), 'P10', oldNumber('P10'))
    const { html } = await browser.get(`${end.url.split('?')[0]}?lang=${language}`)
    expect(html).toContain('Skatteetaten')
  })
})

describe('one person', () => {
  it('has one sub whatever eID the present number came by, and the old number makes no second one', async () => {
    const card = await broker.client('helsekort-web')
    const epj = await broker.client('epj-nordfjell')
    const [now, through] = [await tokensOf(card, 'P10'), await tokensOf(epj, 'P10', testid)]
    expect(decodeJwt(through.idToken).sub).toBe(decodeJwt(now.idToken).sub)
    const old = await loginAs(card, 'P10', {
      ...oldNumber('P10'),
      browser: now.browser,
      parameters: { prompt: 'login' },
    })
    expect(old.code).toBe('')
    // The session of the present number is as it was.
    const again = await tokensOf(card, 'P10', { browser: now.browser })
    expect(decodeJwt(again.idToken).sub).toBe(decodeJwt(now.idToken).sub)
  })
})
