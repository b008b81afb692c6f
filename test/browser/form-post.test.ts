import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { chooseProvider, useBankId } from '../support/person.ts'
import { launchChromium } from '../support/screenshots.ts'
import type { Pushed, TestClient } from '../support/test-client.ts'

let broker: TestBroker
let browser: Browser
let context: BrowserContext
beforeAll(async () => {
  ;[broker, browser] = await Promise.all([startTestBroker(), launchChromium()])
})
afterAll(async () => {
  await browser.close()
  await broker.close()
})
afterEach(() => context.close())

/** The client's address, which takes the form and says what it got. */
async function listen(page: Page, client: TestClient): Promise<URLSearchParams[]> {
  const got: URLSearchParams[] = []
  await page.route(redirectUriOf(client), async (route) => {
    got.push(new URLSearchParams(route.request().postData() ?? ''))
    await route.fulfill({ contentType: 'text/html', body: `<h1>${route.request().method()}</h1>` })
  })
  return got
}

const push = (client: TestClient, more: Record<string, string> = {}): Promise<Pushed> =>
  client.push({ redirect_uri: redirectUriOf(client), response_mode: 'form_post', ...more })

describe.each([{ script: true }, { script: false }])('response_mode=form_post, with script: $script', ({ script }) => {
  let page: Page
  let client: TestClient
  beforeEach(async () => {
    context = await browser.newContext({ locale: 'nb-NO', javaScriptEnabled: script })
    page = await context.newPage()
    client = await broker.client('epj-nordfjell')
  })
  const goOn = async () => {
    if (!script) await page.locator('button[name=continue]').click()
    await page.waitForURL(redirectUriOf(client))
  }

  it('posts code, state and iss to the client, and the code works', async () => {
    const got = await listen(page, client)
    const pushed = await push(client)
    await page.goto(pushed.authorizeUrl)
    await chooseProvider(page, 'bankid-oidc')
    await useBankId(page)
    await goOn()
    expect(await page.locator('h1').textContent()).toBe('POST')
    const [answer] = got
    expect(answer?.get('state')).toBe(pushed.state)
    expect(answer?.get('iss')).toBe(broker.issuer)
    const tokens = await client.redeem(answer?.get('code') ?? '', pushed, redirectUriOf(client))
    expect(tokens.status, tokens.text).toBe(200)
  })

  it('posts the error in the same way, with its number', async () => {
    const got = await listen(page, client)
    const pushed = await push(client, { prompt: 'none' })
    await page.goto(pushed.authorizeUrl)
    await goOn()
    expect(Object.fromEntries(got[0] ?? [])).toMatchObject({
      error: 'login_required',
      error_uri: `${broker.issuer}/errors/TLT-508`,
      state: pushed.state,
      iss: broker.issuer,
    })
  })
})
