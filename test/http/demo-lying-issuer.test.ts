import { createServer, type Server } from 'node:http'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connectClient } from '../../demo/connect.ts'
import { createService } from '../../demo/service/app.ts'
import { services } from '../../demo/service/services.ts'
import { readSettings } from '../../demo/settings.ts'
import { TestBrowser, type Visit } from '../support/browser.ts'
import { type Lie, LyingIssuer } from './demo-lying-issuer.ts'

let issuer: LyingIssuer
let server: Server
let demoUrl: string

beforeEach(async () => {
  issuer = await LyingIssuer.start()
  const configs = new Map(
    await Promise.all(
      services.map(async ({ clientId }) => [clientId, await connectClient(issuer.url, clientId)] as const),
    ),
  )
  server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  demoUrl = `http://localhost:${address !== null && typeof address === 'object' ? address.port : 0}`
  const settings = readSettings({ TILLIT_ISSUER: issuer.url, TILLIT_DEMO_URL: demoUrl })
  const app = createService(settings, ({ clientId }) => {
    const config = configs.get(clientId)
    if (config === undefined) throw new Error(`${clientId} is not connected`)
    return config
  })
  server.on('request', app.callback())
})

afterEach(() => {
  server.close()
  server.closeAllConnections()
  issuer.stop()
})

/** Begins a login, leaves the issuer's page out, and comes back with an answer of our making. */
async function comeBack(answer: Readonly<Record<string, string>>, service = 'epj'): Promise<Visit> {
  const browser = new TestBrowser()
  await browser.get(`${demoUrl}/${service}/login`, { stopAt: `${issuer.url}/authorize` })
  const state = issuer.pushed.get('state') ?? ''
  const query = new URLSearchParams({ state, iss: issuer.url, ...answer })
  return browser.get(`${issuer.pushed.get('redirect_uri')}?${query}`)
}

describe('the demo service, with an issuer that lies', () => {
  it('pushes the request with PKCE, nonce and a proof, and says who it is with the issuer as audience', async () => {
    await comeBack({ code: 'one' })
    expect(Object.fromEntries(issuer.pushed)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256' })
    for (const name of ['state', 'nonce', 'code_challenge']) expect(issuer.pushed.get(name)).toMatch(/^[\w-]{43}$/)
    expect(decodeJwt(issuer.pushed.get('client_assertion') ?? '')).toMatchObject({
      iss: 'epj-nordfjell',
      aud: issuer.url,
    })
  })

  it('asks again with the nonce, and with a new assertion', async () => {
    const page = await comeBack({ code: 'one' })
    expect(page.url).toBe(`${demoUrl}/epj`)
    const ids = issuer.tokenRequests.map((form) => decodeJwt(form.get('client_assertion') ?? '').jti)
    expect(ids).toHaveLength(2)
    expect(new Set(ids).size).toBe(2)
  })

  it('escapes what the issuer says about the person', async () => {
    const page = await comeBack({ code: 'one' })
    expect(page.html).toContain('Hei, Kari &#60;script&#62;')
    expect(page.html).not.toContain('<script')
  })

  const lies: readonly { readonly name: string; readonly lie: Lie; readonly error: string }[] = [
    { name: "a stranger's signature", lie: { signedByStranger: true }, error: 'OAUTH_INVALID_RESPONSE' },
    { name: 'another nonce', lie: { idToken: { nonce: 'other' } }, error: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED' },
    { name: 'no nonce', lie: { idToken: { nonce: undefined } }, error: 'OAUTH_INVALID_RESPONSE' },
    {
      name: 'another audience',
      lie: { idToken: { aud: 'kurspaamelding-web' } },
      error: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
    },
    {
      name: 'another issuer',
      lie: { idToken: { iss: 'https://other.example' } },
      error: 'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
    },
    { name: 'an expired ID token', lie: { idToken: { exp: 1 } }, error: 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED' },
    {
      name: 'level 3 where 4 is needed',
      lie: { idToken: { 'helseid://claims/identity/security_level': '3' } },
      error: 'insufficient_user_authentication',
    },
    {
      name: 'no level',
      lie: { idToken: { 'helseid://claims/identity/security_level': undefined } },
      error: 'insufficient_user_authentication',
    },
  ]
  it.each(lies)('logs nobody in with $name', async ({ lie, error }) => {
    issuer.lie = lie
    const page = await comeBack({ code: 'one' })
    expect(page.status).toBe(400)
    expect(page.html).toContain(`data-testid="error">${error}`)
    expect(page.html).not.toContain('Hei,')
  })

  it('takes level 3 where that is enough', async () => {
    issuer.lie = { idToken: { 'helseid://claims/identity/security_level': '3' } }
    expect((await comeBack({ code: 'one' }, 'kurs')).html).toContain('data-testid="security-level">3<')
  })

  it.each([
    { name: "another issuer's iss", answer: { iss: 'https://other.example' } },
    { name: 'a wrong state', answer: { state: 'guess' } },
  ])('redeems no code that comes with $name', async ({ answer }) => {
    const page = await comeBack({ code: 'one', ...answer })
    expect(page.status).toBe(400)
    expect(issuer.tokenRequests).toEqual([])
  })

  it('shows what the issuer says about a refused request, and what it means', async () => {
    issuer.lie = { parError: { error: 'invalid_scope', error_description: 'no access to <that>' } }
    const page = await new TestBrowser().get(`${demoUrl}/epj/login`)
    expect(page.status).toBe(400)
    expect(page.html).toContain('data-testid="error">invalid_scope')
    expect(page.html).toContain('no access to &#60;that&#62;')
    expect(page.html).toContain('Tilgang søkes for hvert API')
  })

  it('says that nobody answers when the issuer is down', async () => {
    issuer.stop()
    const page = await new TestBrowser().get(`${demoUrl}/epj/login`)
    expect(page.status).toBe(502)
    expect(page.html).toContain('data-testid="error">no_answer')
  })
})

describe('connectClient', () => {
  it('speaks plain http with this machine only', async () => {
    await expect(connectClient('http://issuer.example', 'epj-nordfjell')).rejects.toThrow(
      'only requests to HTTPS are allowed',
    )
  })
})
