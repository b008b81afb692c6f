import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { loginAs, redirectUriOf, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { driveLogin } from '../support/simulators.ts'
import { type Answer, TestClient } from '../support/test-client.ts'
import { machineForm, withAssertion } from './token-storm.ts'
import { type BrokerNode, startTwoNodes, type TwoNodes } from './two-nodes.ts'

let nodes: TwoNodes
let client: TestClient
let redirectUri: string
beforeAll(async () => {
  nodes = await startTwoNodes()
  client = await TestClient.load('epj-nordfjell', nodes.issuer)
  redirectUri = redirectUriOf(client)
})
afterEach(() => nodes.balancer.sendTo(undefined))
afterAll(() => nodes?.stop())

const through = (node: BrokerNode) => nodes.balancer.sendTo(node.port)
const refusal = ({ status, body }: Answer) => ({ status, error: body['error'] })

/** Up to the address with which the provider sends the browser back. */
async function beginLogin(browser: TestBrowser) {
  const pushed = await client.push({ redirect_uri: redirectUri })
  const choice = await browser.get(pushed.authorizeUrl)
  const left = await browser.submit(choice, { idp: 'bankid-oidc' }, { stopAt: nodes.simulators })
  const callback = (await driveLogin(new URL(left.url), { persona: 'P01' })).href
  return { pushed, callback }
}

async function endLogin(browser: TestBrowser, callback: string): Promise<string> {
  const end = await browser.get(callback, { stopAt: redirectUri })
  return new URL(end.url).searchParams.get('code') ?? ''
}

describe('two nodes on one Redis, as in docker-compose.yml', () => {
  it('that started at the same moment on an empty store sign with the same keys', async () => {
    const keys: string[] = []
    for (const node of [nodes.a, nodes.b]) {
      through(node)
      keys.push(await (await fetch(`${nodes.issuer}/.well-known/openid-configuration/jwks`)).text())
    }
    expect(keys[0]).toContain('"kid"')
    expect(keys[1]).toBe(keys[0])
  })

  it('end on one a login that was begun on the other', async () => {
    const browser = new TestBrowser()
    through(nodes.a)
    const { pushed, callback } = await beginLogin(browser)
    through(nodes.b)
    const code = await endLogin(browser, callback)
    expect((await client.redeem(code, pushed, redirectUri)).status).toBe(200)
  })

  it('serve a login of which every request goes to the other node than the one before', async () => {
    const tokens = await tokensOf(client, 'P01', { parameters: { scope: 'openid offline_access' } })
    expect((await client.userinfo(tokens.accessToken)).status).toBe(200)
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken }
    for (const _ of [1, 2]) expect((await client.token(form)).status).toBe(200)
  })

  it('take each other’s DPoP nonces, and refuse what the other has spent', async () => {
    const assertion = await client.assertion()
    through(nodes.a)
    const nonce = await client.nonce()
    through(nodes.b)
    const form = { ...(await client.authentication()), client_assertion: assertion, ...machineForm }
    const proof = await client.dpop.proof({ htm: 'POST', htu: `${nodes.issuer}/connect/token`, nonce })
    expect((await client.tokenOnce(form, { proof })).status).toBe(200)
    through(nodes.a)
    const replayed = await withAssertion(client, assertion, machineForm)
    expect(refusal(replayed)).toEqual({ status: 401, error: 'invalid_client' })
    // The same proof with a fresh assertion: it is the proof that is spent.
    const again = await client.tokenOnce({ ...(await client.authentication()), ...machineForm }, { proof })
    expect(refusal(again)).toEqual({ status: 400, error: 'invalid_dpop_proof' })
  })

  it('redeem a code once, though eight redemptions reach both at the same moment, five times', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { code, pushed } = await loginAs(client, 'P01')
      const attempts = await Promise.all(Array.from({ length: 8 }, () => client.redeem(code, pushed, redirectUri)))
      expect(attempts.filter(({ status }) => status === 200)).toHaveLength(1)
    }
  })

  it('know on one that a session was ended on the other', async () => {
    const { browser, idToken, refreshToken, accessToken } = await tokensOf(client, 'P01', {
      parameters: { scope: 'openid offline_access' },
    })
    through(nodes.a)
    await browser.get(`${nodes.issuer}/connect/endsession?id_token_hint=${idToken}`)
    through(nodes.b)
    const { authorizeUrl } = await client.push({ redirect_uri: redirectUri })
    expect((await browser.get(authorizeUrl, { stopAt: redirectUri })).html).toContain('name="idp"')
    const refreshed = await client.token({ grant_type: 'refresh_token', refresh_token: refreshToken })
    expect(refusal(refreshed)).toEqual({ status: 400, error: 'invalid_grant' })
    expect((await client.userinfo(accessToken)).status).toBe(401)
  })

  it('lose no login when the node that began it is killed before the person comes back', async () => {
    const browser = new TestBrowser()
    through(nodes.a)
    const { pushed, callback } = await beginLogin(browser)
    await nodes.a.process.kill()
    through(nodes.b)
    const code = await endLogin(browser, callback)
    expect((await client.redeem(code, pushed, redirectUri)).status).toBe(200)
    // The session that the other node began is known to the first when it comes back.
    await nodes.a.process.start()
    through(nodes.a)
    expect((await loginAs(client, 'P01', { browser })).code).not.toBe('')
    expect(browser.visited.filter((url) => url.includes('/login/callback/'))).toHaveLength(1)
    expect(nodes.output()).not.toMatch(/"msg":"a bug"|"status":500/)
  })
})
