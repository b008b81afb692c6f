import type { Browser, BrowserContext, Page } from 'playwright-core'
import { type AdminClient, operatorClient } from './admin-client.ts'
import { startTestBroker, type TestBroker, tokensOf } from './broker.ts'
import { logInToConsole } from './console.ts'

/** One page of the console, in the state that it is worth looking at. */
export interface ConsoleSample {
  readonly name: string
  /** Who looks: an operator if not said. */
  readonly persona?: 'P02' | 'P03' | 'P10' | 'nobody'
  readonly path: string
  /** What is done there before it is looked at, in any language. */
  readonly act?: (page: Page) => Promise<void>
  /** Its width, words or colours hang together in a way of their own: looked at in every look. */
  readonly isDelicate?: true
}

const client = '/admin/clients/epj-nordfjell'
/** The same in every run: with another text axe can't tell, now and then, what lies behind a line that is broken. */
const jwk = {
  kty: 'EC',
  crv: 'P-256',
  x: 'YfqyjwCCJfXWkx-z54H28oy1PEEZE1DuFVIy831Rx-s',
  y: '2cAKeGRWehb2NbXHM9XMbqEQnZ_D85ud3-SuoBahfys',
}
/** Page that confirms a draft of the stage. */
const confirm = (name: 'open' | 'done') => `/selvbetjening/confirm-client/kladd-${name}`
const decision = 'client_id=epj-nordfjell&scope=nhn:provesvar/api'

/** Sends the form with this field. */
export async function submit(page: Page, field: string): Promise<void> {
  const button = page.locator(`main form:has([name="${field}"]) button[type=submit]`).first()
  await Promise.all([page.waitForEvent('load'), button.click()])
}

async function fill(page: Page, fields: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).fill(value)
}

/** Every page of the console, and those states that look different. */
export const consoleSamples: readonly ConsoleSample[] = [
  { name: 'console-login', persona: 'nobody', path: '/admin' },
  { name: 'console-nothing', persona: 'P10', path: '/admin' },
  { name: 'console-overview', isDelicate: true, path: '/admin' },
  { name: 'console-overview-none', path: '/admin?q=finnes-ikke' },
  { name: 'console-clients', path: '/admin/clients' },
  { name: 'console-client-new', path: '/admin/clients/new' },
  { name: 'console-client', isDelicate: true, path: client },
  { name: 'console-client-owner', persona: 'P02', path: client },
  { name: 'console-client-built-in', path: '/admin/clients/tillit-console' },
  { name: 'console-keys-of-client', path: `${client}/keys` },
  { name: 'console-key-retire', path: `${client}/retire-key?kid=ends-soon` },
  { name: 'console-client-access', isDelicate: true, persona: 'P02', path: `${client}/access` },
  { name: 'console-give-up', persona: 'P02', path: `${client}/give-up?scope=nhn:kjernejournal/api` },
  { name: 'console-client-use', path: `${client}/usage` },
  { name: 'console-client-history', path: `${client}/history` },
  { name: 'console-document', path: `${client}/document` },
  {
    name: 'console-preview',
    isDelicate: true,
    path: `${client}/preview`,
    act: async (page) => {
      await fill(page, { scopes: 'openid profile nhn:kjernejournal/api' })
      await submit(page, 'scopes')
    },
  },
  {
    name: 'console-preview-refused',
    path: `${client}/preview`,
    act: async (page) => {
      await fill(page, { scopes: 'nhn:provesvar/api' })
      await submit(page, 'scopes')
    },
  },
  {
    name: 'console-plan',
    isDelicate: true,
    path: client,
    act: async (page) => {
      await fill(page, { 'm.client_name': 'EPJ Nordfjell 2', 'm.redirect_uris': 'http://localhost:3002/ny' })
      await submit(page, 'm.client_name')
    },
  },
  {
    name: 'console-refused',
    isDelicate: true,
    path: client,
    act: async (page) => {
      await fill(page, { 'm.redirect_uris': 'ftp://feil' })
      await submit(page, 'm.client_name')
    },
  },
  {
    name: 'console-conflict',
    isDelicate: true,
    path: client,
    act: async (page) => {
      await page.evaluate(`document.querySelector('main [name=etag]').value = '"client/epj-nordfjell@1"'`)
      await fill(page, { 'm.client_name': 'Mitt navn' })
      await submit(page, 'm.client_name')
    },
  },
  { name: 'console-done', path: `${client}?done=changed` },
  {
    name: 'console-confirm',
    isDelicate: true,
    persona: 'P02',
    path: `${confirm('open')}?redirectPort=51234&redirectPath=/callback`,
  },
  {
    name: 'console-confirm-refused',
    persona: 'P02',
    path: confirm('open'),
    act: async (page) => {
      await page.evaluate("document.querySelector('main [name=thumbprint]').value = 'other'")
      await Promise.all([page.waitForEvent('load'), page.locator('main button[value=confirm]').click()])
    },
  },
  {
    name: 'console-confirm-done',
    isDelicate: true,
    persona: 'P02',
    path: `${confirm('done')}?redirectPort=51234&redirectPath=/callback`,
  },
  { name: 'console-decision', persona: 'P03', path: `/admin/decisions?${decision}` },
  { name: 'console-apis', path: '/admin/apis' },
  { name: 'console-api', persona: 'P03', path: '/admin/apis/nhn:provesvar' },
  { name: 'console-api-new', path: '/admin/apis/new' },
  { name: 'console-organisations', path: '/admin/organisations' },
  { name: 'console-organisation', path: '/admin/organisations/999977774' },
  { name: 'console-organisation-owner', persona: 'P02', path: '/admin/organisations/999977774' },
  { name: 'console-organisation-new', path: '/admin/organisations/new' },
  { name: 'console-revisions', path: '/admin/revisions' },
  { name: 'console-revision', isDelicate: true, path: '/admin/revisions/2' },
  { name: 'console-revision-first', path: '/admin/revisions/1' },
  { name: 'console-audit', path: '/admin/audit' },
  {
    name: 'console-audit-found',
    isDelicate: true,
    path: '/admin/audit',
    act: async (page) => {
      await fill(page, { client_id: 'epj-nordfjell' })
      await submit(page, 'client_id')
    },
  },
  {
    name: 'console-audit-record',
    path: '/admin/audit',
    act: async (page) => {
      await page.locator('main select[name=event]').selectOption('registry.changed')
      await submit(page, 'client_id')
      await Promise.all([page.waitForEvent('load'), page.locator('main td a').first().click()])
    },
  },
  {
    name: 'console-audit-verified',
    path: '/admin/audit',
    act: async (page) => {
      const verify = page.locator('main form[action$=verification] button')
      await Promise.all([page.waitForEvent('load'), verify.click()])
    },
  },
  { name: 'console-providers', path: '/admin/providers' },
  { name: 'console-signing-keys', path: '/admin/keys' },
  { name: 'console-administrators', path: '/admin/administrators' },
]

/** A broker in which something has happened, with people who are logged in to its console. */
export interface ConsoleStage {
  readonly broker: TestBroker
  /** A window of somebody. */
  open(
    browser: Browser,
    persona: ConsoleSample['persona'] | 'P01',
    options?: Parameters<Browser['newContext']>[0],
  ): Promise<BrowserContext>
  close(): Promise<void>
}

export async function setConsoleStage(): Promise<ConsoleStage> {
  const broker = await startTestBroker()
  await letThingsHappen(broker)
  const cookies = new Map<string, ReadonlyMap<string, string>>()
  for (const persona of ['P01', 'P02', 'P03', 'P10']) {
    cookies.set(persona, (await logInToConsole(broker, persona)).browser.cookies())
  }
  return {
    broker,
    open: async (browser, persona = 'P01', options = {}) => {
      const context = await browser.newContext(options)
      const own = [...(cookies.get(persona) ?? [])].filter(([name]) => name !== 'tillit_language')
      await context.addCookies(own.map(([name, value]) => ({ name, value, url: broker.issuer })))
      return context
    },
    close: () => broker.close(),
  }
}

/** Tokens, a refusal, a key that ends soon, an administrator. */
async function letThingsHappen(broker: TestBroker): Promise<void> {
  const [operator, epj] = await Promise.all([operatorClient(broker), broker.client('epj-nordfjell')])
  await tokensOf(epj, 'P01', { parameters: { scope: 'openid profile nhn:kjernejournal/api' } })
  await epj.token({ grant_type: 'client_credentials', scope: 'nhn:provesvar/api' })
  const end = new Date(Date.now() + 20 * 24 * 3600_000).toISOString()
  const headers = { 'tillit-reason': encodeURIComponent('Årlig bytte av nøkkel') }
  const answers = [
    await operator.call('POST', '/clients/epj-nordfjell/keys', {
      body: { jwk: { ...jwk, kid: 'ends-soon' }, expires_at: end },
      headers,
    }),
    await operator.call('POST', '/administrators', {
      body: { name: 'Jonas Dahl', pid: '24929543048', organisation: '999977774' },
      headers,
    }),
  ]
  await letLastKeyEnd(operator, 'skyjournal', end)
  for (const [name, status] of [
    ['open', 'draft'],
    ['done', 'active'],
  ]) {
    answers.push(
      await operator.put(`/clients/kladd-${name}`, {
        ...draftOf({ ...jwk, kid: 'kladd' }),
        client_id: `kladd-${name}`,
        status,
      }),
    )
  }
  for (const { status, text } of answers) if (status !== 201) throw new Error(`the stage could not be set: ${text}`)
}

/** What a program's draft holds once it is in the registry. */
function draftOf(key: object) {
  return {
    client_name: 'Nordfjells nye journal',
    kind: 'native',
    organisation: '999977774',
    tenancy: 'single-tenant',
    token_endpoint_auth_method: 'private_key_jwt',
    jwks: { keys: [key] },
    grant_types: ['authorization_code'],
    redirect_uris: ['http://localhost:1337/callback'],
    scope: 'openid profile',
    access: [
      { scope: 'nhn:selvbetjening/client', status: 'approved' },
      { scope: 'nhn:kjernejournal/api', status: 'requested' },
    ],
  }
}

/** Gives the only key of a client an end: nothing takes its place. */
export async function letLastKeyEnd(operator: AdminClient, clientId: string, end: string): Promise<void> {
  const { body, headers } = await operator.get(`/clients/${clientId}`)
  const kid = /"kid":"([^"]+)"/.exec(JSON.stringify(body['jwks']))?.[1] ?? ''
  const document = { ...body, key_expirations: { [kid]: end } }
  const changed = await operator.put(`/clients/${clientId}`, document, { etag: headers.get('etag') ?? '' })
  if (changed.status !== 200) throw new Error(`the key got no end: ${changed.text}`)
}
