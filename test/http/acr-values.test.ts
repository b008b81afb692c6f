import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import development from '#config/development.json' with { type: 'json' }
import { fill } from '#src/views/fill.ts'
import { nb } from '#src/views/texts/nb/nb.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import { pushSigned, signRequest } from '../support/request-object.ts'
import { askedOf, listenUpstream } from '../support/sent-upstream.ts'
import { driveLogin } from '../support/simulators.ts'
import type { TestClient } from '../support/test-client.ts'
import { type Wish, wishes } from './acr-values-rows.ts'

const upstream = listenUpstream()
let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker({
    'helsekort-web': { allowed_identity_providers: ['bankid-oidc', 'commfides-oidc'] },
    skyjournal: { allowed_identity_providers: ['buypass-oidc'] },
  })
})
afterAll(async () => {
  upstream.stop()
  await broker.close()
})

/** Pushes the wish and opens it in a new browser, which stops at the client, at a provider, or at a page of ours. */
async function open(client: TestClient, { wish, parameters = {}, isSigned }: Wish) {
  const browser = new TestBrowser()
  const sent = { ...parameters, ...(wish === undefined ? {} : { acr_values: wish }) }
  const redirectUri = redirectUriOf(client)
  const pushed = isSigned
    ? await pushSigned(client, await signRequest(client, { claims: sent }))
    : (await client.push({ redirect_uri: redirectUri, ...sent })).answer
  expect(pushed.status, pushed.text).toBe(201)
  const query = new URLSearchParams({ client_id: client.clientId, request_uri: String(pushed.body['request_uri']) })
  const page = await browser.get(`${client.issuer}/connect/authorize?${query}`, { stopAt: broker.simulatorsUrl })
  return { browser, page }
}

const providersOn = (page: Visit) =>
  formsOf(page).flatMap(({ buttons }) => buttons.flatMap(({ name, value }) => (name === 'idp' ? [value] : [])))

const nameOf = (id: string) => development.identity_providers.find((each) => each.id === id)?.name.nb ?? id

const title = ({ wish = 'nothing', client = 'epj-nordfjell', parameters, isSigned }: Wish) =>
  `${client}: ${wish}${isSigned ? ', signed' : ''}${parameters ? ` and ${JSON.stringify(parameters)}` : ''}`

describe('acr_values as the clients of HelseID send it', () => {
  it.each(wishes.map((row) => [title(row), row] as const))('%s', async (_title, row) => {
    const client = await broker.client(row.client ?? 'epj-nordfjell')
    const before = lastAuditSeq(broker.dataDir)
    const { browser, page } = await open(client, row)
    if (row.direct === undefined) expectChoice(page, row)
    else expectAsked(page, browser, { ...row, direct: row.direct })
    await finish(page, browser, redirectUriOf(client), row.direct)
    const records = readAudit(broker.dataDir, before).filter(({ event }) => event.startsWith('login.'))
    const event = row.direct === undefined ? 'login.cancelled' : 'login.completed'
    expect(records).toMatchObject([{ event, details: { minimum_level: row.level ?? 4 } }])
    expect(records[0]?.idp).toBe(row.direct)
    expectSilentLog(broker)
  })
})

/** The browser stands at the provider, which was asked just this. */
function expectAsked(page: Visit, browser: TestBrowser, row: Wish & { readonly direct: string }): void {
  expect(page.url).toContain(`${broker.simulatorsUrl}/${row.direct}/`)
  const asked = askedOf(upstream, browser, row.direct)
  for (const [name, value] of Object.entries(row.asked ?? {})) expect(asked[name], name).toBe(value)
}

/** The page offers these, says which others are missing and why, why it is there at all, and which level is needed. */
function expectChoice(page: Visit, { offered, missing = [], notice, level = 4 }: Wish): void {
  expect(page.url).toContain(`${broker.issuer}/login/`)
  expect(providersOn(page)).toEqual(offered)
  const told = [...page.html.matchAll(/<li>([^<]*)<\/li>/g)].map(([, text]) => text)
  expect(told).toEqual(missing.map(([id, reason]) => fill(nb.missing[reason], { provider: nameOf(id) }, nb.standIns)))
  const why = /<div class="ds-alert"[^>]*><p>([^<]*)/.exec(page.html)?.[1] ?? ''
  const service = /<h1[^>]*>([^<]*)/.exec(page.html)?.[1] ?? ''
  expect(why).toBe(notice === undefined ? '' : fill(nb.notice[notice], { service }, nb.standIns))
  expect(page.html).toContain(`nivå ${level}`)
}

/** Through the provider with a code, or back from the page without. */
async function finish(page: Visit, browser: TestBrowser, stopAt: string, direct: string | undefined): Promise<void> {
  if (direct === undefined) {
    await browser.submit(page, { back: '1' }, { stopAt, form: formsOf(page).length - 1 })
    return
  }
  // At a hospital the first way that is offered is not the strongest.
  const who = direct.startsWith('helse') ? { persona: 'P16', method: 'smartcard' } : { persona: 'P01' }
  const end = await browser.deliver(await driveLogin(new URL(page.url), who), { stopAt })
  expect(new URL(end.url).searchParams.has('code')).toBe(true)
}
