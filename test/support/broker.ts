import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import type { JWK } from 'jose'
import { loadConfig } from '#config/load-config.ts'
import type { AdapterKind } from '#idp-adapters/contract.ts'
import { adapterKinds } from '#idp-adapters/kinds.ts'
import { startSimulators } from '#idp-adapters/simulators/simulators.ts'
import { startBroker } from '#src/broker.ts'
import { type Clock, systemClock } from '#src/operations/clock.ts'
import { createLog } from '#src/operations/log.ts'
import { TestBrowser, type Visit } from './browser.ts'
import { findFreePorts } from './free-ports.ts'
import { type CookieJar, driveLogin, type LoginChoices } from './simulators.ts'
import { type Answer, makeDpopKey, type Pushed, TestClient } from './test-client.ts'

/** The real broker and the simulators in this process, on an empty SQLite store and ports of their own. */
export interface TestBroker {
  readonly issuer: string
  readonly simulatorsUrl: string
  readonly dataDir: string
  /** Everything that the broker has logged since it listens. */
  logText(): string
  /** What it logged until then. */
  startText(): string
  /** A client of the repository's registry with a DPoP key of its own. */
  client(clientId: TestClientId): Promise<TestClient>
  /** @param look at what is in the data folder after the last write, before it is removed. Closing again does nothing. */
  close(look?: (dataDir: string) => void): Promise<void>
}

/** Where each client of the registry takes its answers, below the demo service's address. */
const redirectPaths = {
  'epj-nordfjell': '/signin-oidc',
  'helsekort-web': '/helsekort/signin-oidc',
  'kurspaamelding-web': '/kurs/signin-oidc',
  'timebok-utsikten': '/timebok/signin-oidc',
  'integrasjon-nordfjell': '/none',
  skyjournal: '/skyjournal/signin-oidc',
  'epj-fjord': '/epj-fjord/signin-oidc',
  'vaktplan-fjord': '/vaktplan/signin-oidc',
} as const
export type TestClientId = keyof typeof redirectPaths

/** In a client's folder: its own key, but for the one that is registered with another's (its organisation has no agreements). */
const keyOwners: { readonly [id in TestClientId]?: TestClientId } = { 'timebok-utsikten': 'kurspaamelding-web' }

/**
 * Members of registry files that replace those of the repository's: by client id, or by the path of another file
 * (`organisations/310000124`).
 */
export type RegistryChanges = {
  readonly [id in TestClientId | `${'organisations' | 'apis' | 'delegations'}/${string}`]?: Readonly<
    Record<string, unknown>
  >
}

/**
 * @param settings members of the development configuration that are replaced.
 * @param added kinds of adapter beside those that are shipped, as lines of `idp-adapters/kinds.ts`.
 * @param clock of the broker alone; the simulators have the system's.
 */
export async function startTestBroker(
  changes: RegistryChanges = {},
  settings: Readonly<Record<string, unknown>> = {},
  added: readonly AdapterKind[] = [],
  clock: Clock = systemClock,
): Promise<TestBroker> {
  const port = await findFreePorts()
  const dataDir = mkdtempSync(join(tmpdir(), 'tillit-broker-'))
  const registryDir = mkdtempSync(join(tmpdir(), 'tillit-registry-'))
  writeRegistry(registryDir, changes)
  let written = ''
  const destination = new Writable({
    write(chunk, _encoding, done) {
      written += String(chunk)
      done()
    },
  })
  const env = {
    TILLIT_ENVIRONMENT: 'development',
    TILLIT_DATA_DIR: dataDir,
    TILLIT_REGISTRY_DIR: registryDir,
    TILLIT_PORT: String(port),
  }
  const config = loadConfig(env, (path) => withSettings(path, readFileSync(path, 'utf8'), settings))
  const log = createLog({ level: 'trace', destination })
  const kinds = [...adapterKinds, ...added]
  const simulators = await startSimulators({
    port: port + 1,
    brokerOrigin: config.issuer,
    kinds: kinds.map(({ kind }) => kind),
  })
  const broker = await startBroker({ config, kinds, clock, log })
  // The registry's revision, which is logged at the start, is long and random-looking, and public.
  const startText = written
  written = ''
  let isClosed = false
  return {
    issuer: config.issuer,
    simulatorsUrl: simulators.url,
    dataDir,
    logText: () => written,
    startText: () => startText,
    client: (clientId) => loadClient(clientId, config.issuer),
    close: async (look) => {
      if (isClosed) return
      isClosed = true
      await Promise.all([broker.close(), simulators.close()])
      look?.(dataDir)
      for (const dir of [dataDir, registryDir]) rmSync(dir, { recursive: true, force: true })
    },
  }
}

function withSettings(path: string, text: string, settings: Readonly<Record<string, unknown>>): string {
  return path.endsWith('development.json') ? JSON.stringify({ ...JSON.parse(text), ...settings }) : text
}

/** The repository's own registry, but for the changes. */
function writeRegistry(registryDir: string, changes: RegistryChanges): void {
  cpSync(new URL('../../clients/', import.meta.url), registryDir, { recursive: true })
  for (const [name, change] of Object.entries(changes)) {
    const file = join(registryDir, `${name}.json`)
    const entity: object = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({ ...entity, ...change }))
  }
}

async function loadClient(clientId: TestClientId, issuer: string): Promise<TestClient> {
  const file = new URL(`../../demo/keys/${keyOwners[clientId] ?? clientId}.jwk.json`, import.meta.url)
  const key: JWK = JSON.parse(readFileSync(file, 'utf8'))
  return new TestClient({ clientId, issuer, key, dpop: await makeDpopKey() })
}

/** The registered address of a client of this broker. */
export function redirectUriOf(client: TestClient): string {
  if (client.clientId === 'tillit-console') return `${client.issuer}/admin/callback`
  const path = Object.entries(redirectPaths).find(([id]) => id === client.clientId)?.[1]
  if (path === undefined) throw new Error(`no redirect address is known for ${client.clientId}`)
  return originBeside(client.issuer, 2) + path
}

/** Simulators and demo have the ports next to the broker's. */
function originBeside(issuer: string, step: number): string {
  const url = new URL(issuer)
  url.port = String(Number(url.port) + step)
  return url.origin
}

/** A code of this client, its browser's last stop, and what was pushed for it. */
export interface Login {
  readonly browser: TestBrowser
  readonly pushed: Pushed
  /** Where the browser stands: the client's address, or a page of the broker's. */
  readonly end: Visit
  /** Parameters that came back to the client; empty when the browser stands elsewhere. */
  readonly returned: URLSearchParams
  /** Empty when none was given. */
  readonly code: string
}

export interface Journey {
  readonly browser?: TestBrowser
  readonly provider?: string
  /** Of the pushed request; replaces or, with undefined, removes. */
  readonly parameters?: Readonly<Record<string, string | undefined>>
  readonly choices?: Omit<LoginChoices, 'persona'>
  /** What the browser has kept of the provider, for its single sign-on. */
  readonly jar?: CookieJar
  /** What somebody does to the provider's answer on its way. */
  readonly tamper?: (callback: URL) => void
}

/** PAR, authorize, choice page, the provider's own pages, callback, code. Single sign-on and refusals end where they end. */
export async function loginAs(client: TestClient, persona: string, journey: Journey = {}): Promise<Login> {
  const { browser = new TestBrowser(), provider = 'bankid-oidc', choices = {} } = journey
  const redirectUri = redirectUriOf(client)
  const pushed = await client.push({ redirect_uri: redirectUri, ...journey.parameters })
  if (pushed.answer.status !== 201) throw new Error(`pushed request: ${pushed.answer.status} ${pushed.answer.text}`)
  const stopAt = redirectUri
  let page = await browser.get(pushed.authorizeUrl, { stopAt })
  // With cookies of the provider's at hand its very first page is left to them.
  const stop = journey.jar === undefined ? stopAt : originBeside(client.issuer, 1)
  if (page.html.includes(`value="${provider}"`)) page = await browser.submit(page, { idp: provider }, { stopAt: stop })
  if (page.url.startsWith(originBeside(client.issuer, 1))) {
    const callback = await driveLogin(new URL(page.url), { persona, ...choices }, journey.jar)
    journey.tamper?.(callback)
    page = await browser.deliver(callback, { stopAt })
  }
  return { browser, pushed, ...endOf(page, redirectUri) }
}

function endOf(end: Visit, redirectUri: string): Pick<Login, 'end' | 'returned' | 'code'> {
  const returned = end.url.startsWith(redirectUri) ? new URL(end.url).searchParams : new URLSearchParams()
  return { end, returned, code: returned.get('code') ?? '' }
}

/** A login and its tokens. @throws {Error} when either fails, with where it stopped. */
export async function tokensOf(client: TestClient, persona = 'P01', journey: Journey = {}): Promise<Login & Tokens> {
  const login = await loginAs(client, persona, journey)
  if (login.code === '') {
    const heading = /<h1[^>]*>([^<]*)/.exec(login.end.html)?.[1] ?? 'no page'
    throw new Error(`no code: the browser stands at ${login.end.url.split('?')[0]}, ${heading}`)
  }
  const answer = await client.redeem(login.code, login.pushed, redirectUriOf(client))
  if (answer.status !== 200) throw new Error(`no token: ${answer.status} ${answer.text}`)
  const text = (name: string) => String(answer.body[name] ?? '')
  return {
    ...login,
    answer,
    accessToken: text('access_token'),
    refreshToken: text('refresh_token'),
    idToken: text('id_token'),
  }
}

export interface Tokens {
  readonly answer: Answer
  readonly accessToken: string
  /** Empty without `offline_access`. */
  readonly refreshToken: string
  readonly idToken: string
}
