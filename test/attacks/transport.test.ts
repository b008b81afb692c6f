import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { expectSilentLog, rawRequest } from '../support/attack-bench.ts'
import { loginAs, redirectUriOf, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import type { TestClient } from '../support/test-client.ts'

/** Attacks below and beside the protocol: bytes on the wire, spellings of addresses, cookies, text that wants to be markup. */

let broker: TestBroker
let client: TestClient
beforeAll(async () => {
  broker = await startTestBroker()
  client = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

/** Bytes as they are, and everything that comes back until the broker hangs up. */
function send(bytes: string): Promise<string> {
  const { port } = new URL(broker.issuer)
  return new Promise((resolve, reject) => {
    let answer = ''
    const socket = connect(Number(port), '127.0.0.1', () => socket.write(bytes))
    socket.setEncoding('utf8').on('data', (text) => {
      answer += text
    })
    socket.once('error', reject)
    socket.once('close', () => resolve(answer))
  })
}
const statuses = (answer: string) => [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => status)
const host = () => new URL(broker.issuer).host

// biome-ignore format: a table
const smuggling: readonly (readonly [name: string, lines: () => readonly string[], body: string])[] = [
  ['two lengths', () => ['POST /connect/token HTTP/1.1', `Host: ${host()}`, 'Content-Length: 5', 'Content-Length: 6'], 'a=b&cd'],
  ['a length and chunks', () => ['POST /connect/token HTTP/1.1', `Host: ${host()}`, 'Content-Length: 5', 'Transfer-Encoding: chunked'], '0\r\n\r\nGET / HTTP/1.1\r\n\r\n'],
  ['an odd transfer encoding', () => ['POST /connect/token HTTP/1.1', `Host: ${host()}`, 'Transfer-Encoding: xchunked'], '0\r\n\r\n'],
  ['a space before the colon', () => ['POST /connect/token HTTP/1.1', `Host: ${host()}`, 'Content-Length : 3'], 'a=b'],
  ['a folded header', () => ['GET / HTTP/1.1', `Host: ${host()}`, 'X-A: b', ' c'], ''],
  ['no host', () => ['GET / HTTP/1.1'], ''],
  ['two hosts, ours first', () => ['GET / HTTP/1.1', `Host: ${host()}`, 'Host: evil.example'], ''],
  ['two hosts, ours last', () => ['GET / HTTP/1.1', 'Host: evil.example', `Host: ${host()}`], ''],
  ['our host twice', () => ['GET /.well-known/openid-configuration HTTP/1.1', `Host: ${host()}`, `Host: ${host()}`], ''],
  ['a header larger than any', () => ['GET / HTTP/1.1', `Host: ${host()}`, `X-A: ${'a'.repeat(40_000)}`], ''],
]

describe('a request on the wire', () => {
  it.each(smuggling)(
    'with %s is refused and the connection closed (RFC 9112 sections 3.2 and 11.2)',
    async (_name, lines, body) => {
      const answer = await send(`${[...lines(), 'Connection: close'].join('\r\n')}\r\n\r\n${body}`)
      expect(statuses(answer)).toHaveLength(1)
      expect(['400', '421', '431']).toContain(statuses(answer)[0])
      expect(answer).not.toContain('evil.example')
      expectSilentLog(broker)
    },
  )

  it('whose header never ends is cut off (RFC 9112 section 9.5)', async () => {
    expect(statuses(await send(`GET / HTTP/1.1\r\nHost: ${host()}\r\nX-A: `))).toEqual(['408'])
  })

  it.each([
    '/CONNECT/token',
    '/connect/Token',
    '/connect/token/',
    '//connect/token',
    '/connect//token',
    '/connect/./token',
    '/x/../connect/token',
    '/connect/%74oken',
    '/connect/token%00',
    '/connect/token;a=b',
    '/connect%2ftoken',
  ])(
    'to the token endpoint spelled %s finds nothing, so no guard can be passed by (gap 7, RFC 3986 section 6)',
    async (target) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' }
      const answer = await rawRequest(broker, {
        method: 'POST',
        target,
        headers,
        body: 'grant_type=client_credentials',
      })
      expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status: 404, error: 'not_found' })
    },
  )

  it.each(['x-http-method-override', 'x-http-method', 'x-method-override'])(
    'is not another method by %s (design section 5)',
    async (name) => {
      const answer = await rawRequest(broker, {
        method: 'GET',
        target: '/connect/token?_method=POST',
        headers: { [name]: 'POST' },
      })
      expect(answer.status).toBe(405)
    },
  )

  it.each(['x-forwarded-host', 'x-forwarded-proto', 'forwarded', 'x-original-url', 'x-rewrite-url'])(
    'is not led elsewhere by %s (gap 7)',
    async (name) => {
      const headers = { [name]: name === 'forwarded' ? 'host=evil.example;proto=https' : '/evil.example' }
      const answer = await rawRequest(broker, { target: '/.well-known/openid-configuration', headers })
      expect(answer.body['issuer']).toBe(broker.issuer)
      expect(answer.text).not.toContain('evil')
    },
  )
})

describe('the operations port', () => {
  it('is not read by a web page under a name of its own that leads to this machine (ours: DNS rebinding)', async () => {
    const port = Number(new URL(broker.issuer).port) + 9
    const at = { issuer: `http://localhost:${port}` }
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      `localhost.evil.example:${port}`,
      '',
      '127.0.0.1.evil.example',
    ]) {
      for (const target of ['/metrics', '/logout-notices']) {
        const { status, text } = await rawRequest(at, { target, headers: { host } })
        expect({ host, status, text }).toEqual({ host, status: 421, text: '' })
      }
    }
    for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
      expect((await rawRequest(at, { target: '/metrics', headers: { host } })).text).toContain('tillit_')
    }
  })
})

describe('a browser', () => {
  it('whose session cookie was planted before the login does not share that login (RFC 6265 section 8.4)', async () => {
    const browser = new TestBrowser()
    const before = await loginAs(client, 'P01', { browser, parameters: { prompt: 'none' } })
    expect(before.returned.get('error')).toBe('login_required')
    const planted = browser.cookies()
    await tokensOf(client, 'P01', { browser })
    expect(planted.has('tillit_browser')).toBe(true)
    const attacker = new TestBrowser(planted)
    const { code, returned } = await loginAs(client, 'nobody', { browser: attacker, parameters: { prompt: 'none' } })
    expect({ code, error: returned.get('error') }).toEqual({ code: '', error: 'login_required' })
  })

  it('that is logged in has another session cookie after a step-up, and the old one is worth nothing (RFC 6265 section 8.4)', async () => {
    const course = await broker.client('kurspaamelding-web')
    const { browser } = await tokensOf(course, 'P01', { provider: 'idporten-oidc', choices: { method: 'minid' } })
    const stolen = browser.cookies()
    await tokensOf(client, 'P01', { browser })
    expect(browser.cookies().get('tillit_session')).not.toBe(stolen.get('tillit_session'))
    const thief = new TestBrowser(stolen)
    expect((await loginAs(client, 'nobody', { browser: thief, parameters: { prompt: 'none' } })).code).toBe('')
  })

  const script = `"><script>alert(1)</script>`
  it('is shown text of a logout request as text (RFC 6819 section 4.1)', async () => {
    const { browser } = await tokensOf(client, 'P01')
    const returnTo = redirectUriOf(client).replace('signin', 'signout-callback')
    const query = { client_id: client.clientId, post_logout_redirect_uri: returnTo, state: script, ui_locales: script }
    const page = await browser.get(`${broker.issuer}/connect/endsession?${new URLSearchParams(query)}`)
    expect(page.html).toContain('value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"')
    expect(page.html).not.toContain('<script')
  })

  it('is shown text of a pushed request as text, and gets back its state unchanged (RFC 6819 section 4.1)', async () => {
    const parameters = { state: script, ui_locales: script, login_hint: script, acr_values: `idp:${script}` }
    const { end, browser } = await loginAs(client, 'P01', { provider: 'nobody', parameters })
    expect(end.status).toBe(200)
    expect(end.html).not.toContain('<script')
    const back = await browser.submit(end, { back: '1' }, { stopAt: redirectUriOf(client), form: 1 })
    expect(new URL(back.url).searchParams.get('state')).toBe(script)
  })

  it.each(['web_message', 'query.jwt', 'jwt'])(
    'is never answered by response_mode %s (FAPI 2.0 section 5.3.2.2)',
    async (mode) => {
      const { answer } = await client.push({ redirect_uri: redirectUriOf(client), response_mode: mode })
      expect({ mode, status: answer.status, error: answer.body['error'] }).toMatchObject({ status: 400 })
    },
  )
})
