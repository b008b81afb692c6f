import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { secretsIn } from '../support/attack-bench.ts'
import { redirectUriOf, tokensOf } from '../support/broker.ts'
import { TestBrowser, type Visit } from '../support/browser.ts'
import { answers } from '../support/process.ts'
import { type Processes, startProcesses } from '../support/processes.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { driveLogin } from '../support/simulators.ts'
import { type Answer, post, read, TestClient } from '../support/test-client.ts'
import { machineForm, prepare, withAssertion } from './token-storm.ts'

let redis: TestRedis
let processes: Processes
let client: TestClient
let issuer: string
let redirectUri: string
beforeAll(async () => {
  redis = await startRedis()
  processes = await startProcesses({ demo: false, env: { TILLIT_REDIS_URL: redis.url } })
  issuer = processes.issuer
  client = await TestClient.load('epj-nordfjell', issuer)
  redirectUri = redirectUriOf(client)
})
afterAll(async () => {
  await processes?.stop()
  await redis?.stop()
})

const get = async (path: string) => read(await fetch(issuer + path, { redirect: 'manual' }))

/** For a program: the standard's word, when to come again, nothing else. */
function expectUnavailable(answer: Answer): void {
  expect({ status: answer.status, error: answer.body['error'] }).toEqual({
    status: 503,
    error: 'temporarily_unavailable',
  })
  expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d?$/)
  expect(secretsIn(answer.text)).toEqual([])
}

/** For a person: a page with what to do and a reference, and the same header. */
function expectUnavailablePage(page: Visit): void {
  expect(page.status).toBe(503)
  expect(page.headers.get('retry-after')).toMatch(/^[1-9]\d?$/)
  expect(page.headers.get('content-type')).toContain('text/html')
  expect(page.html).toContain('data-testid="reference-code"')
}

const outages = [
  {
    name: 'is frozen',
    begin: async () => redis.process.signal('SIGSTOP'),
    end: async () => redis.process.signal('SIGCONT'),
  },
  { name: 'is dead', begin: () => redis.process.kill(), end: () => redis.process.start() },
]

// Stock ioredis is silent for 15 to 73 seconds, one request at a time: the test would run out of its time.
describe.each(outages)('while Redis $name', ({ begin, end }) => {
  it('everything that needs it says so, the rest works, nothing is half done, and all goes on by itself', async () => {
    const tokens = await tokensOf(client)
    const { codes } = await prepare(client, 1)
    const [waiting] = codes
    if (waiting === undefined) throw new Error('no code')
    const begun = await client.push({ redirect_uri: redirectUri })
    const [choosing, returning] = [new TestBrowser(), new TestBrowser()]
    const choice = await choosing.get((await client.push({ redirect_uri: redirectUri })).authorizeUrl)
    const open = await returning.get((await client.push({ redirect_uri: redirectUri })).authorizeUrl)
    const left = await returning.submit(open, { idp: 'bankid-oidc' }, { stopAt: processes.simulators })
    const callback = (await driveLogin(new URL(left.url), { persona: 'P01' })).href
    const assertion = await client.assertion({ exp: Math.floor(Date.now() / 1000) + 60 })

    await begin()
    // First what only writes: with a frozen Redis it is on its way there, and must not be carried out later.
    expectUnavailable(await withAssertion(client, assertion, machineForm))
    expectUnavailable(await client.redeem(waiting.code, waiting.pushed, redirectUri))
    expectUnavailable((await client.push({ redirect_uri: redirectUri })).answer)
    expectUnavailable(await client.userinfo(tokens.accessToken))
    expectUnavailable(await get('/health/ready'))
    expectUnavailablePage(await new TestBrowser().get(begun.authorizeUrl))
    expectUnavailablePage(await choosing.get(choice.url))
    expectUnavailablePage(await choosing.submit(choice, { idp: 'bankid-oidc' }))
    expectUnavailablePage(await returning.get(callback))
    expectUnavailablePage(await tokens.browser.get(`${issuer}/connect/endsession`))
    expect((await get('/health/live')).status).toBe(200)
    expect((await get('/.well-known/openid-configuration')).status).toBe(200)
    expect((await post(`${issuer}/connect/token`, {}, { dpop: await client.dpop.proof({}) })).body['error']).toBe(
      'use_dpop_nonce',
    )
    await end()

    await expect.poll(() => answers(`${issuer}/health/ready`), { timeout: 20_000 }).toBe(true)
    expect((await withAssertion(client, assertion, machineForm)).status).toBe(200)
    expect((await withAssertion(client, assertion, machineForm)).status).toBe(401)
    expect((await client.redeem(waiting.code, waiting.pushed, redirectUri)).status).toBe(200)
    expect((await client.userinfo(tokens.accessToken)).status).toBe(200)
    expect((await new TestBrowser().get(begun.authorizeUrl)).html).toContain('name="idp"')
    const chosen = await choosing.submit(choice, { idp: 'bankid-oidc' }, { stopAt: processes.simulators })
    expect(chosen.url).toContain(processes.simulators)
    const ended = await returning.get(callback, { stopAt: redirectUri })
    expect(new URL(ended.url).searchParams.get('code')).toMatch(/./)
    expect(processes.output()).not.toMatch(/"msg":"a bug"|"status":500/)
  })
})
