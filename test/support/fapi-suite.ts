import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair } from 'jose'
import { expect } from 'vitest'
import { redirectUriOf, startTestBroker, type TestBroker } from './broker.ts'
import { TestBrowser, type Visit } from './browser.ts'
import { driveLogin, type LoginChoices } from './simulators.ts'
import { type Answer, type DpopKey, makeDpopKey, type Pushed, read, type TestClient } from './test-client.ts'

/**
 * The OpenID conformance suite's way of speaking (plan `fapi2-security-profile-final-test-plan`): two clients, of which the
 * second has a query in its redirect address and RSA keys; parameters repeated beside the `request_uri`; userinfo as
 * the protected resource.
 */
export interface Suite {
  readonly broker: TestBroker
  readonly first: SuiteClient
  readonly second: SuiteClient
}

/** What the suite's instructions tell to register for the second client. */
export const querySuffix = '?dummy1=lorem&dummy2=ipsum'

export async function startSuite(): Promise<Suite> {
  const { privateKey, publicKey } = await generateKeyPair('PS256', { extractable: true })
  const named = { kid: 'suite-2', alg: 'PS256', use: 'sig' }
  const registered = { scope: 'openid profile offline_access', grant_types: ['authorization_code', 'refresh_token'] }
  const broker = await startTestBroker({
    'helsekort-web': {
      ...registered,
      redirect_uris: [`\${TILLIT_DEMO_URL}/helsekort/signin-oidc${querySuffix}`],
      jwks: { keys: [{ ...(await exportJWK(publicKey)), ...named }] },
    },
  })
  const other = await broker.client('helsekort-web')
  const key = { ...(await exportJWK(privateKey)), ...named }
  const second = Object.assign(other, { key })
  const first = await broker.client('epj-nordfjell')
  return {
    broker,
    first: new SuiteClient(first, redirectUriOf(first)),
    second: new SuiteClient(second, redirectUriOf(second) + querySuffix),
  }
}

/** How the parameters of the pushed request are repeated at the authorization endpoint. */
type Duplicates = 'none' | 'in order' | 'reversed'

/** A finished login: what came back to the client, and what it had pushed. */
export interface Run {
  readonly pushed: Pushed
  readonly returned: Readonly<Record<string, string>>
  readonly code: string
}

export class SuiteClient {
  readonly client: TestClient
  readonly redirectUri: string

  constructor(client: TestClient, redirectUri: string) {
    this.client = client
    this.redirectUri = redirectUri
  }

  /** The same client with another DPoP key. */
  async withNewKey(): Promise<SuiteClient> {
    const { clientId, issuer, key } = this.client
    const renewed = Object.assign(Object.create(Object.getPrototypeOf(this.client)), { clientId, issuer, key })
    return new SuiteClient(Object.assign(renewed, { dpop: await makeDpopKey() }), this.redirectUri)
  }

  push(parameters: Record<string, string | undefined> = {}, headers: Record<string, string> = {}): Promise<Pushed> {
    return this.client.push({ redirect_uri: this.redirectUri, ...parameters }, headers)
  }

  /** A proof for the PAR endpoint, as the modules of authorization code binding send it. */
  async parProof(claims: Record<string, unknown> = {}, key: DpopKey = this.client.dpop) {
    return { dpop: await key.proof({ htm: 'POST', htu: `${this.client.issuer}/connect/par`, ...claims }) }
  }

  authorizeUrl(pushed: Pushed, duplicates: Duplicates = 'in order', extra: Record<string, string> = {}): string {
    const both = { client_id: this.client.clientId, request_uri: pushed.requestUri }
    const repeated = { response_type: 'code', scope: 'openid', redirect_uri: this.redirectUri }
    const all = Object.entries({ ...both, ...(duplicates === 'none' ? {} : repeated), ...extra }).sort()
    const query = new URLSearchParams(duplicates === 'reversed' ? all.reverse() : all)
    return `${this.client.issuer}/connect/authorize?${query}`
  }

  /** Where the browser ends: at the client's address, or on a page of ours. */
  async visit(url: string, browser = new TestBrowser(), choices: LoginChoices = {}): Promise<Visit> {
    const stopAt = this.redirectUri
    const simulators = new URL(this.client.issuer)
    simulators.port = String(Number(simulators.port) + 1)
    const page = await browser.get(url, { stopAt })
    if (!page.html.includes('value="bankid-oidc"')) return page
    const start = await browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: simulators.origin })
    return browser.deliver(await driveLogin(new URL(start.url), { persona: 'P01', ...choices }), { stopAt })
  }

  async logIn(
    parameters: Record<string, string | undefined> = {},
    { headers = {}, url = (pushed: Pushed) => this.authorizeUrl(pushed) }: LogInOptions = {},
  ): Promise<Run> {
    const pushed = await this.push(parameters, headers)
    expectPushed(pushed.answer)
    const end = await this.visit(url(pushed))
    expect(end.url.startsWith(this.redirectUri), end.html).toBe(true)
    const returned = Object.fromEntries(new URL(end.url).searchParams)
    return { pushed, returned, code: returned.code ?? '' }
  }

  redeem({ code, pushed }: Run, form: Record<string, string> = {}): Promise<Answer> {
    return this.client.redeem(code, pushed, this.redirectUri, form)
  }

  /** Userinfo, with one thing in the proof or in the request otherwise. */
  async resource(accessToken: string, otherwise: ResourceRequest = {}): Promise<Answer> {
    const url = `${this.client.issuer}/connect/userinfo`
    const ath = createHash('sha256').update(accessToken).digest('base64url')
    const claims = { htm: 'GET', htu: url, ath, ...otherwise.claims }
    const made = await this.client.dpop.proof(claims, otherwise.header)
    const dpop = otherwise.proof === undefined ? made : otherwise.proof(made)
    const headers = new Headers(otherwise.headers)
    if (dpop !== undefined) headers.append('dpop', dpop)
    headers.set('authorization', `${otherwise.scheme ?? 'DPoP'} ${accessToken}`)
    return read(await fetch(url + (otherwise.query ?? ''), { headers }))
  }
}

interface LogInOptions {
  readonly headers?: Record<string, string>
  readonly url?: (pushed: Pushed) => string
}

export interface ResourceRequest {
  readonly claims?: Record<string, unknown>
  readonly header?: Record<string, unknown>
  /** The last word on the proof; undefined sends none. */
  readonly proof?: (made: string) => string | undefined
  readonly scheme?: string
  readonly query?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** RFC 9126 section 2.2, and the suite's `EnsureMinimumRequestUriEntropy`. */
export function expectPushed(answer: Answer): void {
  expect(answer.status, answer.text).toBe(201)
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(answer.body.request_uri).toMatch(/^urn:ietf:params:oauth:request_uri:[\w-]{43}$/)
  expect(answer.body.expires_in).toBe(90)
}

/** An error answer in the form that the suite checks everywhere (RFC 6749 section 5.2). */
export function expectError(answer: Answer, status: number, ...errors: readonly string[]): void {
  expect({ status: answer.status, error: answer.body.error }).toEqual({ status, error: expect.toBeOneOf([...errors]) })
  expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(`${answer.body.error}${answer.body.error_description ?? ''}`).toMatch(/^[\x20\x21\x23-\x5b\x5d-\x7e]+$/)
  expect(URL.canParse(String(answer.body.error_uri))).toBe(true)
  for (const name of ['access_token', 'id_token', 'refresh_token', 'request_uri']) {
    expect(answer.body).not.toHaveProperty(name)
  }
}
