import { decodeJwt } from 'jose'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Reason } from '#src/http/reasons.ts'
import { texts } from '#src/views/texts/by-language.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { expectRefusedLogin } from '../support/refusals.ts'
import { readMetrics, watchRegisters } from '../support/registers.ts'
import { armFault } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'

/** `epj-nordfjell` is told the HPR number and refuses when HPR is silent, `helsekort-web` is not told it. */

const hprScope = 'helseid://scopes/hpr/hpr_number'
const hprClaim = 'helseid://claims/hpr/hpr_number'
const withHpr = { parameters: { scope: `openid ${hprScope}` } }

let broker: TestBroker
/** The same, but its patient record goes on without the HPR number. */
let lenient: TestBroker
let epj: TestClient
let card: TestClient
let lenientEpj: TestClient
beforeAll(async () => {
  ;[broker, lenient] = await Promise.all([
    startTestBroker(),
    startTestBroker({ 'epj-nordfjell': { person_register_policy: 'continue_without_hpr' } }),
  ])
  ;[epj, card, lenientEpj] = await Promise.all([
    broker.client('epj-nordfjell'),
    broker.client('helsekort-web'),
    lenient.client('epj-nordfjell'),
  ])
})
afterEach(async () => {
  for (const { simulatorsUrl } of [broker, lenient]) {
    for (const register of ['persontjenesten', 'hpr']) await armFault(simulatorsUrl, register, null)
  }
})
afterAll(() => Promise.all([broker.close(), lenient.close()]))

const silent = ['down-500', 'not-authorised', 'hang', 'garbage', 'cut-json', 'other-shape', 'other-person']

describe('Persontjenesten', () => {
  const faults: readonly (readonly [string, Reason])[] = [
    ...silent.map((fault) => [fault, 'register_unavailable'] as const),
    ['several-matches', 'register_ambiguous'],
    ['no-match', 'person_unknown'],
  ]
  it.each(faults)('with the fault %s lets nobody in: %s', async (fault, reason) => {
    await armFault(broker.simulatorsUrl, 'persontjenesten', fault)
    const login = await loginAs(card, 'P01')
    await expectRefusedLogin({ broker, client: card, login }, reason)
    expectSilentLog(broker)
  })

  it.each(silent.filter((fault) => fault !== 'hang'))(
    'that does not answer (%s) refuses for a client that would go on without HPR too',
    async (fault) => {
      await armFault(lenient.simulatorsUrl, 'persontjenesten', fault)
      const login = await loginAs(lenientEpj, 'P01')
      await expectRefusedLogin({ broker: lenient, client: lenientEpj, login }, 'register_unavailable')
    },
  )

  it('that answers late but in time lets the person in', async () => {
    await armFault(broker.simulatorsUrl, 'persontjenesten', 'slow')
    expect((await loginAs(card, 'P01')).code).not.toBe('')
  })

  it('once answered again, lets the same browser try again from the page of the refusal', async () => {
    await armFault(broker.simulatorsUrl, 'persontjenesten', 'down-500')
    const { browser, end } = await loginAs(card, 'P01')
    expect(end.html).toContain(texts.nb.refusal.retry)
    expect((await loginAs(card, 'P01', { browser })).code).not.toBe('')
  })
})

describe('HPR', () => {
  it.each(silent)('with the fault %s refuses where its number is told and the policy is to refuse', async (fault) => {
    await armFault(broker.simulatorsUrl, 'hpr', fault)
    const login = await loginAs(epj, 'P02', withHpr)
    await expectRefusedLogin({ broker, client: epj, login }, 'register_unavailable')
    expectSilentLog(broker)
  })

  it('that is silent refuses also when only the contract of an API would tell the number', async () => {
    await armFault(broker.simulatorsUrl, 'hpr', 'down-500')
    const login = await loginAs(epj, 'P02', { parameters: { scope: 'openid nhn:kjernejournal/api' } })
    await expectRefusedLogin({ broker, client: epj, login }, 'register_unavailable')
  })

  it.each(silent.filter((fault) => fault !== 'hang'))(
    'with the fault %s leaves the claim out where the policy is to go on',
    async (fault) => {
      await armFault(lenient.simulatorsUrl, 'hpr', fault)
      const scope = `openid ${hprScope} nhn:kjernejournal/api`
      const { idToken, accessToken } = await tokensOf(lenientEpj, 'P02', { parameters: { scope } })
      expect(decodeJwt(idToken)).not.toHaveProperty([hprClaim])
      expect(decodeJwt(accessToken)).not.toHaveProperty([hprClaim])
    },
  )

  it('that finds several people is refused whatever the policy: nobody guesses', async () => {
    await armFault(broker.simulatorsUrl, 'hpr', 'several-matches')
    await expectRefusedLogin({ broker, client: epj, login: await loginAs(epj, 'P02', withHpr) }, 'register_ambiguous')
    await armFault(lenient.simulatorsUrl, 'hpr', 'several-matches')
    const login = await loginAs(lenientEpj, 'P02', withHpr)
    await expectRefusedLogin({ broker: lenient, client: lenientEpj, login }, 'register_ambiguous')
  })

  it.each(['down-500', 'several-matches'])(
    'with the fault %s is no matter for a service that is not told its number, but single sign-on to one that is asks again',
    async (fault) => {
      await armFault(broker.simulatorsUrl, 'hpr', fault)
      const first = await tokensOf(card, 'P02')
      const pushed = await epj.push({ redirect_uri: redirectUriOf(epj), scope: `openid ${hprScope}` })
      const page = await first.browser.get(pushed.authorizeUrl, { stopAt: redirectUriOf(epj) })
      expect(page.html).toContain('Helsepersonellregisteret')
      expect(page.html).toContain('name="idp"')
      const second = await tokensOf(epj, 'P02', { browser: first.browser, ...withHpr })
      expect(decodeJwt(second.idToken)[hprClaim]).toBe('181000001')
      expect(decodeJwt(second.idToken).sub).toBe(decodeJwt(first.idToken).sub)
    },
  )
})

describe('the registers', () => {
  it('are asked once for each login, in a body, and never for single sign-on, tokens, refresh or userinfo', async () => {
    const watch = watchRegisters(broker.simulatorsUrl)
    try {
      const scope = `openid offline_access ${hprScope} nhn:kjernejournal/api`
      const login = await tokensOf(epj, 'P02', { parameters: { scope } })
      expect(watch.questions.map(({ register }) => register).sort()).toEqual(['hpr', 'persontjenesten'])
      for (const { url, body } of watch.questions) {
        expect(url).not.toContain('15859049823')
        expect(body).toBe('{"identifikator":"15859049823"}')
      }
      await tokensOf(card, 'P02', { browser: login.browser })
      for (const register of ['persontjenesten', 'hpr']) await armFault(broker.simulatorsUrl, register, 'down-500', 9)
      const refreshed = await epj.token({ grant_type: 'refresh_token', refresh_token: login.refreshToken })
      expect(decodeJwt(String(refreshed.body.access_token))[hprClaim]).toBe('181000001')
      expect((await epj.userinfo(login.accessToken)).status).toBe(200)
      expect(watch.questions.length).toBe(2)
    } finally {
      watch.stop()
    }
  })

  it.each(['P06', 'P05'])('are not asked about who did not prove enough (%s)', async (persona) => {
    const watch = watchRegisters(broker.simulatorsUrl)
    try {
      const minid = { provider: 'idporten-oidc', choices: { method: 'minid' } }
      await loginAs(card, persona, persona === 'P06' ? minid : {})
      expect(watch.questions).toEqual([])
    } finally {
      watch.stop()
    }
  })

  it('are counted by outcome, without a word about anybody', async () => {
    const metrics = await readMetrics(Number(new URL(broker.issuer).port) + 9)
    const counted = metrics.match(/tillit_person_register_lookups_total\{[^}]*\}/g) ?? []
    for (const outcome of ['found', 'none', 'several', 'unavailable', 'invalid']) {
      expect(counted.join('\n')).toContain(`register="hpr",outcome="${outcome}"`)
    }
    expect(counted.length).toBeLessThanOrEqual(10)
    expect(metrics).not.toMatch(/\d{11}"/)
  })
})
