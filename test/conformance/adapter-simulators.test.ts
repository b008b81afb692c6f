import { execFile } from 'node:child_process'
import { request as httpRequest } from 'node:http'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Simulators, simulatorClientId, startSimulators } from '#idp-adapters/simulators/simulators.ts'
import { driveLogin, loadDevelopmentClientKey } from '../support/simulators.ts'

/** Ids that other people's scripts rely on. */
const publishedFaults =
  'acr-missing acr-empty acr-unknown acr-lower acr-array acr-other-case amr-odd pid-missing pid-malformed pid-retired nonce-wrong aud-wrong iss-wrong response-iss-wrong expired iat-future auth-time-old auth-time-missing alg-none alg-hs256 kid-unknown key-rotated code-duplicate token-500 token-hang token-html discovery-404 user-cancel azp-wrong nbf-future auth-time-future'

const clock = { now: 1772362800 }
let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ port: 0, brokerOrigin: 'http://localhost:1', now: () => clock.now })
})
afterAll(() => simulators.close())

const issuer = () => `${simulators.url}/bankid-oidc`
const verifier = 'v'.repeat(43)
/** SHA-256 of the verifier above, base64url. */
const challenge = async () =>
  Buffer.from(await crypto.subtle.digest('SHA-256', Buffer.from(verifier))).toString('base64url')

async function sign(claims: Record<string, unknown> = {}): Promise<string> {
  const jwk = await loadDevelopmentClientKey()
  const exp = clock.now + 60
  const jti = crypto.randomUUID()
  return new SignJWT({ iss: simulatorClientId, sub: simulatorClientId, aud: issuer(), exp, jti, ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: jwk.kid })
    .sign(await importJWK(jwk, 'ES256'))
}

type Fields = Readonly<Record<string, string | undefined>>

async function post(
  path: string,
  fields: Fields,
): Promise<{ readonly status: number; readonly body: Record<string, unknown> }> {
  const form = new URLSearchParams()
  const all: Fields = {
    client_id: simulatorClientId,
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await sign(),
    ...fields,
  }
  for (const [name, value] of Object.entries(all)) if (value !== undefined) form.set(name, value)
  const response = await fetch(`${issuer()}${path}`, { method: 'POST', body: form })
  return { status: response.status, body: z.record(z.string(), z.unknown()).parse(await response.json()) }
}

async function push(changes: Fields = {}) {
  return post('/protocol/openid-connect/ext/par/request', {
    response_type: 'code',
    redirect_uri: 'http://localhost:1/login/callback/bankid-oidc',
    scope: 'openid nnin_altsub',
    state: 's',
    nonce: 'n',
    code_challenge: await challenge(),
    code_challenge_method: 'S256',
    ...changes,
  })
}

async function authorizationUrl(): Promise<URL> {
  const { body } = await push()
  const url = new URL(`${issuer()}/precheck/auth`)
  url.search = new URLSearchParams({
    client_id: simulatorClientId,
    request_uri: String(body['request_uri']),
  }).toString()
  return url
}

const redeem = (code: string, changes: Fields = {}) =>
  post('/protocol/openid-connect/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: 'http://localhost:1/login/callback/bankid-oidc',
    code_verifier: verifier,
    ...changes,
  })

describe('a simulator as an OpenID provider', () => {
  it.each([
    ['an audience that is the endpoint', { aud: 'token-endpoint' }],
    ['two audiences', { aud: ['a', 'b'] }],
    ['another subject', { sub: 'somebody' }],
    ['a life that is over', { exp: 1772362000 }],
    ['a life that is too long', { exp: 1772369999 }],
    ['no jti', { jti: undefined }],
  ])('refuses a client assertion with %s', async (_title, claims) => {
    const answer = await push({ client_assertion: await sign(claims) })
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } })
  })

  it('takes a client assertion once', async () => {
    const assertion = await sign()
    expect((await push({ client_assertion: assertion })).status).toBe(201)
    expect((await push({ client_assertion: assertion })).status).toBe(401)
  })

  it.each([
    ['redirect_uri', 'http://localhost:1/login/callback/bankid-oidc/', 'invalid_request'],
    ['redirect_uri', 'http://localhost:1/login/callback/idporten-oidc', 'invalid_request'],
    ['response_type', 'token', 'invalid_request'],
    ['code_challenge_method', 'plain', 'invalid_request'],
    ['code_challenge', undefined, 'invalid_request'],
    ['nonce', undefined, 'invalid_request'],
    ['state', undefined, 'invalid_request'],
    ['scope', 'openid everything', 'invalid_scope'],
    ['scope', 'profile', 'invalid_scope'],
  ])('refuses a pushed request with %s=%s', async (name, value, error) => {
    expect(await push({ [name]: value })).toMatchObject({ status: 400, body: { error } })
  })

  it('starts a pushed request once, and not after its life', async () => {
    const url = await authorizationUrl()
    expect((await fetch(url)).status).toBe(200)
    expect((await fetch(url)).status).toBe(400)
    const late = await authorizationUrl()
    clock.now += 61
    expect((await fetch(late)).status).toBe(400)
  })

  it('gives tokens for a code once, within its life, for the right verifier and address', async () => {
    const code = async () => (await driveLogin(await authorizationUrl())).searchParams.get('code') ?? ''
    const good = await code()
    expect((await redeem(good)).body).toHaveProperty('id_token')
    expect((await redeem(good)).body).toMatchObject({ error: 'invalid_grant' })
    expect((await redeem(await code(), { code_verifier: 'x'.repeat(43) })).body).toMatchObject({
      error: 'invalid_grant',
    })
    expect((await redeem(await code(), { redirect_uri: 'http://localhost:1/' })).body).toMatchObject({
      error: 'invalid_grant',
    })
    const late = await code()
    clock.now += 61
    expect((await redeem(late)).body).toMatchObject({ error: 'invalid_grant' })
  })

  it('publishes two keys', async () => {
    const response = await fetch(`${issuer()}/protocol/openid-connect/certs`)
    const { keys } = z.object({ keys: z.array(z.looseObject({})) }).parse(await response.json())
    expect(keys).toHaveLength(2)
    expect(keys.flatMap((key) => Object.keys(key))).not.toContain('d')
  })
})

describe('the pages of a simulator', () => {
  it('begin with the banner, hold no script, and name every control as published', async () => {
    const pages: string[] = []
    await driveLogin(await authorizationUrl(), { onPage: (html) => pages.push(html) })
    expect(pages).toHaveLength(4)
    for (const html of pages) {
      expect(html).toMatch(/<body><aside aria-label="Simulator">Simulator/)
      expect(html).not.toMatch(/<script|style=/)
      expect(html).toContain('name="cancel" data-testid="cancel"')
      expect(html).toContain('name="fault" data-testid="fault"')
    }
    expect(pages[0]).toContain('name="pid" data-testid="pid"')
    expect(pages[0]).toContain('<option value="P01">P01 Astrid Nordfjell</option>')
    expect(pages[1]).toContain('name="method" data-testid="method" value="bankid-app"')
    expect(pages[2]).toContain('Testverdi: 123456')
    expect(pages[3]).toContain('Testverdi: qwer1234')
  })

  it('end with a page that moves on by itself, since a redirect after a form is stopped by form-action', async () => {
    const first = await fetch(await authorizationUrl())
    expect(first.headers.get('content-security-policy')).toContain("form-action 'self'")
    const last = await fetch(first.url, {
      method: 'POST',
      body: new URLSearchParams({ cancel: '1' }),
      redirect: 'manual',
    })
    expect(last.status).toBe(200)
    expect(last.headers.get('refresh')).toMatch(/^0; url=http:\/\/localhost:1\/login\/callback\/bankid-oidc\?/)
    expect(await last.text()).toMatch(/<a href="http:\/\/localhost:1\/login\/callback\/bankid-oidc\?[^"]*&amp;state=s"/)
  })

  it('show text from outside as text', async () => {
    const first = await fetch(await authorizationUrl())
    await fetch(first.url, { method: 'POST', body: new URLSearchParams({ pid: '<b>', next: '1' }) })
    expect(await (await fetch(first.url)).text()).not.toContain('<b>')
  })
})

describe('the control of a simulator', () => {
  const control = (body: unknown, contentType = 'application/json') =>
    fetch(`${issuer()}/control`, {
      method: 'POST',
      headers: { 'content-type': contentType },
      body: JSON.stringify(body),
    })

  it.each(['idporten-oidc', 'bankid-oidc', 'buypass-oidc', 'commfides-oidc'])(
    'of %s lists every published fault with a description',
    async (id) => {
      const response = await fetch(`${simulators.url}/${id}/control`)
      const list = z
        .array(z.strictObject({ id: z.string(), description: z.string().min(10) }))
        .parse(await response.json())
      expect(list.map((fault) => fault.id)).toEqual(expect.arrayContaining(publishedFaults.split(' ')))
    },
  )

  it('arms a fault for as many answers as it was told, and clears it', async () => {
    const discover = async () => (await fetch(`${issuer()}/.well-known/openid-configuration`)).status
    await control({ fault: 'discovery-404', times: 2 })
    expect([await discover(), await discover(), await discover()]).toEqual([404, 404, 200])
    await control({ fault: 'discovery-404' })
    expect((await control({ fault: null })).status).toBe(200)
    expect(await discover()).toBe(200)
  })

  it.each([
    [{ fault: 'nobody-knows-this' }],
    [{ fault: 'expired', times: 0 }],
    [{ fault: 'expired', forever: true }],
    [{}],
    ['expired'],
  ])('answers 400 to %o', async (body) => {
    expect((await control(body)).status).toBe(400)
  })

  it('takes no form, and lets no other origin read it', async () => {
    expect((await control({ fault: 'expired' }, 'text/plain')).status).toBe(415)
    const preflight = await fetch(`${issuer()}/control`, {
      method: 'OPTIONS',
      headers: { origin: 'http://evil.example' },
    })
    expect(preflight.status).toBe(405)
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('the simulators', () => {
  it('answer only to their own host names', async () => {
    const statusFor = (host: string) =>
      new Promise((resolve, reject) => {
        const { port } = new URL(simulators.url)
        const options = { host: '127.0.0.1', port, path: '/bankid-oidc/control', headers: { host } }
        httpRequest(options, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
          .on('error', reject)
          .end()
      })
    expect(await statusFor('rebound.example')).toBe(421)
    expect(await statusFor(new URL(simulators.url).host)).toBe(200)
  })

  it('bind loopback only', async () => {
    await expect(startSimulators({ port: 0, host: '0.0.0.0', brokerOrigin: 'http://localhost:1' })).rejects.toThrow(
      'loopback',
    )
  })

  it.each([['production'], [undefined]])('do not start on their own in environment %s', async (environment) => {
    const main = new URL('../../idp-adapters/simulators/main.ts', import.meta.url).pathname
    const { TILLIT_ENVIRONMENT: _dropped, ...rest } = process.env
    const env = environment === undefined ? rest : { ...rest, TILLIT_ENVIRONMENT: environment }
    const code = await new Promise((resolve) => {
      execFile(process.execPath, [main], { env, timeout: 10_000 }, (error) => resolve(error?.code ?? 0))
    })
    expect(code).toBe(2)
  })
})
