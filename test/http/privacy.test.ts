import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { jwtsIn, pidsIn, secretsIn, withoutOrganisations } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { driveLogin } from '../support/simulators.ts'

/** One long day at the broker, and then a search for everything that must not have been left behind. */

let broker: TestBroker
/** Every address asked for and every header answered, by whoever asked. */
const traffic: string[] = []
/** Every code and token that was given out. */
const given = new Set<string>()
const honestFetch = globalThis.fetch

beforeAll(async () => {
  broker = await startTestBroker()
  globalThis.fetch = async (input, init) => {
    const response = await honestFetch(input, init)
    traffic.push(
      String(input instanceof Request ? input.url : input),
      ...[...response.headers].map((pair) => pair.join(': ')),
    )
    return response
  }
  await liveThroughADay()
})
afterAll(async () => {
  globalThis.fetch = honestFetch
  await broker.close()
})

async function liveThroughADay(): Promise<void> {
  const epj = await broker.client('epj-nordfjell')
  const course = await broker.client('kurspaamelding-web')
  const card = await broker.client('helsekort-web')
  const scope = 'openid profile offline_access helseid://scopes/identity/pid nhn:kjernejournal/api'
  const logins = [
    await tokensOf(epj, 'P01', { parameters: { scope } }),
    await tokensOf(epj, 'P02', { parameters: { scope }, provider: 'idporten-oidc' }),
    await tokensOf(epj, 'P09', { parameters: { scope } }),
    await tokensOf(epj, 'P15', { parameters: { scope }, provider: 'idporten-oidc' }),
    await tokensOf(course, 'P06', { provider: 'idporten-oidc', choices: { method: 'minid' } }),
  ]
  for (const { code, accessToken, refreshToken, idToken } of logins) {
    for (const secret of [code, accessToken, refreshToken, idToken]) if (secret !== '') given.add(secret)
  }
  const [first] = logins
  if (first === undefined) throw new Error('nobody logged in')
  // Single sign-on, refresh, userinfo, and what a confused client does.
  const sso = await loginAs(card, 'P01', { browser: first.browser })
  given.add(sso.code)
  await epj.userinfo(first.accessToken)
  const refreshed = await epj.token({ grant_type: 'refresh_token', refresh_token: first.refreshToken })
  given.add(String(refreshed.body.access_token))
  await epj.redeem(first.code, first.pushed, redirectUriOf(epj))
  await epj.token({ grant_type: 'refresh_token', refresh_token: first.accessToken })
  await epj.userinfo(first.idToken)
  await epj.machineToken('nhn:kjernejournal/api 07918449935')
  await epj.push({ redirect_uri: redirectUriOf(epj), login_hint: '07918449935', state: '07918449935' })
  // Refusals: MinID, a blocked BankID, cancelled, a number that is none, an old number.
  await loginAs(epj, 'P06', { provider: 'idporten-oidc', choices: { method: 'minid' } })
  await loginAs(epj, 'P05')
  await loginAs(epj, 'P01', { choices: { press: 'cancel' } })
  await loginAs(epj, 'P01', { choices: { fault: 'pid-malformed' } })
  await loginAs(epj, 'P01', { choices: { fault: 'pid-missing' } })
  await loginAs(epj, 'P01', { choices: { pid: personas.rules_of_2032_only[0] ?? '' } })
  // A person's number where no number belongs.
  for (const path of [
    '/login/07918449935',
    '/07918449935',
    '/login/callback/07918449935?state=07918449935',
    '/connect/token/07918449935',
  ]) {
    await honestFetch(broker.issuer + path)
  }
  // Another person in the same browser, then logout.
  const page = await first.browser.get(
    (await epj.push({ redirect_uri: redirectUriOf(epj), prompt: 'login' })).authorizeUrl,
  )
  const start = await first.browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
  const callback = await driveLogin(new URL(start.url), { persona: 'P02' })
  await first.browser.get(callback.href, { stopAt: redirectUriOf(epj) })
  const ask = await first.browser.get(`${broker.issuer}/connect/endsession`)
  await first.browser.submit(ask, { logout: '1' })
}

const pids = personas.personas.flatMap(({ pid, previous_pids = [] }) => [pid, ...previous_pids])

describe('after a day of logins, refusals, refreshes and logouts', () => {
  it('the day has happened: tokens were given, refusals made, and both providers used', () => {
    expect(given.size).toBeGreaterThan(15)
    const log = broker.logText()
    for (const reason of [
      'minid_refused',
      'cancelled',
      'pid_invalid',
      'pid_missing',
      'eid_blocked',
      'grant_invalid',
      'scope_refused',
    ]) {
      expect(log, reason).toContain(`"reason":"${reason}"`)
    }
    expect(log).toContain('"idp":"idporten-oidc"')
    expect(log).toContain('"idp":"bankid-oidc"')
    expect(log).not.toContain('"reason":"server_error"')
  })

  it('the log holds no number, token, code, assertion or random handle', () => {
    const log = broker.logText()
    expect(secretsIn(log)).toEqual([])
    for (const secret of [...given, ...pids]) expect(log.includes(secret)).toBe(false)
    expect(log, 'what the net caught').not.toContain('[jwt]')
  })

  it('no address and no header holds a number or a JWT', () => {
    expect(traffic.length).toBeGreaterThan(500)
    const text = traffic.join('\n')
    expect(jwtsIn(text)).toEqual([])
    // The three that the test itself asked for go by another way; a client's own `state` is the client's affair.
    expect(pidsIn(text)).toEqual([])
  })

  it('no access token or refresh token stands in an address or a header', () => {
    const text = traffic.join('\n')
    for (const secret of given) {
      const isCode = text.includes(`code=${secret}`)
      if (!isCode) expect(text.includes(secret)).toBe(false)
    }
  })

  it('no byte of the data directory holds a number, token, code or JWT', () => {
    const { dataDir } = broker
    const files = readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
    expect(files.map(({ name }) => name)).toContain('tillit.db')
    for (const { parentPath, name } of files) {
      const bytes = readFileSync(join(parentPath, name)).toString('latin1')
      expect(pidsIn(withoutOrganisations(bytes)), name).toEqual([])
      expect(jwtsIn(bytes), name).toEqual([])
      for (const secret of [...given, ...pids]) expect(bytes.includes(secret), name).toBe(false)
    }
  })

  it('the search would have found them', () => {
    const [pid = ''] = pids
    expect(secretsIn(`{"x":"${pid}"}`)).toEqual([pid])
    expect(secretsIn('a eyJhbGciOiJub25lIn0.e30. b').length).toBe(1)
    expect(secretsIn(`state=${'s'.repeat(43)}`)).toEqual(['s'.repeat(43)])
    expect(pidsIn('12345678901 and 00000000001')).toEqual([])
  })
})
