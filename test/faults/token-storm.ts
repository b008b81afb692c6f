import { redirectUriOf, type Tokens, tokensOf } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import type { Answer, Pushed, TestClient } from '../support/test-client.ts'

/** What the broker had answered well when it was killed. */
export interface Acknowledged {
  /** Client assertions that gave a token. */
  readonly assertions: string[]
  readonly redeemed: { readonly code: string; readonly pushed: Pushed; readonly refreshToken: string }[]
  refreshes: number
}

/** A person with a session, and codes of it that wait to be redeemed. */
export interface Prepared {
  readonly browser: TestBrowser
  readonly tokens: Tokens
  readonly codes: readonly WaitingCode[]
}

export interface WaitingCode {
  readonly code: string
  readonly pushed: Pushed
}

const scope = 'openid offline_access'

export async function prepare(client: TestClient, codes: number): Promise<Prepared> {
  const browser = new TestBrowser()
  const tokens = await tokensOf(client, 'P01', { browser, parameters: { scope } })
  const waiting: WaitingCode[] = []
  for (let i = 0; i < codes; i += 1) waiting.push(await newCode(client, browser))
  return { browser, tokens, codes: waiting }
}

/** Another code of the session that this browser has. */
export async function newCode(client: TestClient, browser: TestBrowser): Promise<WaitingCode> {
  const redirectUri = redirectUriOf(client)
  const pushed = await client.push({ redirect_uri: redirectUri, scope })
  const end = await browser.get(pushed.authorizeUrl, { stopAt: redirectUri })
  return { code: new URL(end.url).searchParams.get('code') ?? '', pushed }
}

/** A request with an assertion of our own, so that it can be offered again; it lives as long as one may. */
export async function withAssertion(
  client: TestClient,
  assertion: string,
  form: Readonly<Record<string, string>>,
): Promise<Answer> {
  const authentication = { ...(await client.authentication()), client_assertion: assertion }
  return client.tokenOnce({ ...authentication, ...form }, { nonce: await client.nonce() })
}

export const machineForm = { grant_type: 'client_credentials', scope: 'nhn:kjernejournal/api' }

/** Keeps several requests of each kind going until the broker is gone. Only what was answered counts. */
export function storm(client: TestClient, { tokens, codes }: Prepared) {
  const acknowledged: Acknowledged = { assertions: [], redeemed: [], refreshes: 0 }
  const redirectUri = redirectUriOf(client)
  const waiting = [...codes]
  const machine = async () => {
    for (;;) {
      const assertion = await client.assertion({ exp: Math.floor(Date.now() / 1000) + 60 })
      const answer = await withAssertion(client, assertion, machineForm)
      if (answer.status === 200) acknowledged.assertions.push(assertion)
    }
  }
  const redeem = async () => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const answer = await client.redeem(next.code, next.pushed, redirectUri)
      if (answer.status !== 200) continue
      acknowledged.redeemed.push({ ...next, refreshToken: String(answer.body['refresh_token']) })
    }
  }
  const refresh = async () => {
    for (;;) {
      const form = { grant_type: 'refresh_token', refresh_token: tokens.refreshToken }
      if ((await client.token(form)).status === 200) acknowledged.refreshes += 1
    }
  }
  // A request that finds nobody any more ends its loop.
  const loops = [machine, machine, machine, machine, redeem, redeem, refresh, refresh]
  const over = Promise.all(loops.map((loop) => loop().catch(() => undefined)))
  return { acknowledged, over }
}
