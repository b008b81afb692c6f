// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders stand so in the files
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigProblems } from '#config/config-problems.ts'
import { buildConfigJsonSchema } from '#config/json-schema.ts'
import { loadConfig } from '#config/load-config.ts'
import type { Problem } from '#config/problem.ts'
import type { Config } from '#config/schema.ts'

type Env = Readonly<Record<string, string>>
type Members = Readonly<Record<string, unknown>>

const development: Env = { TILLIT_ENVIRONMENT: 'development' }
const production: Env = { TILLIT_ISSUER: 'https://tillit.example.no' }
const text = { nb: 'BankID', nn: 'BankID', en: 'BankID' }
const bankid = {
  id: 'bankid-oidc',
  kind: 'bankid',
  name: text,
  client_key_file: 'key.json',
  agreements: { identity_provider_requirements: true, data_processing: true },
  settings: { issuer: 'https://bankid.example.no', client_id: 'tillit' },
}
const off = { enabled: false }
const registersOff = { persontjenesten: off, hpr: off }
const registers = {
  persontjenesten: { url: 'https://person.example.no/v1', client_key_file: 'key.json' },
  hpr: { url: 'https://hpr.example.no', client_key_file: 'key.json', timeout_seconds: 5 },
}
const realKey = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'c', kid: 'bankid-2026-1', alg: 'ES256' }

/** Loads a configuration file with these members; any key file of it holds this text. */
function load(env: Env, members: Members, keyText = JSON.stringify(realKey)): Config {
  const files: Readonly<Record<string, string>> = {
    [resolve('/etc/tillit/config.json')]: JSON.stringify({ person_registers: registersOff, ...members }),
    [resolve('/etc/tillit/key.json')]: keyText,
  }
  return loadConfig({ ...env, TILLIT_CONFIG: '/etc/tillit/config.json' }, (path) => {
    const content = files[path]
    if (content === undefined) throw new Error('ENOENT')
    return content
  })
}

function problemsOf(start: () => unknown): readonly Problem[] {
  try {
    start()
  } catch (thrown) {
    if (thrown instanceof ConfigProblems) return thrown.problems
    throw thrown
  }
  return []
}

// biome-ignore format: a table is read by its rows
const wrong: readonly (readonly [string, Env, Members, string, string, string])[] = [
  ['an unknown key', production, { isuer: 'x' }, 'isuer', 'an unknown key', 'the keys of the schema'],
  ['an unknown key further in', production, { limits: { burst: 1 } }, 'limits.burst', 'an unknown key', 'the keys of the schema'],
  ['an unknown environment', { TILLIT_ENVIRONMENT: 'prod' }, {}, 'TILLIT_ENVIRONMENT', '"prod"', '"development", "test" or "production"'],
  ['no issuer in production', {}, {}, 'issuer', 'nothing', 'an https address'],
  ['an http issuer in production', { TILLIT_ISSUER: 'http://localhost:3000' }, {}, 'TILLIT_ISSUER', '"http://localhost:3000"', 'an https address'],
  ['an http issuer that is not loopback', { ...development, TILLIT_ISSUER: 'http://tillit.example.no' }, {}, 'TILLIT_ISSUER', 'tillit.example.no', 'http on a loopback address'],
  ['an issuer with trailing slash', { TILLIT_ISSUER: 'https://tillit.example.no/' }, {}, 'TILLIT_ISSUER', 'example.no/"', 'like "https://tillit.example.no"'],
  ['an issuer with path', {}, { issuer: 'https://example.no/tillit' }, 'issuer', '/tillit"', 'like "https://example.no"'],
  ['an issuer that is no address', { TILLIT_ISSUER: 'tillit' }, {}, 'TILLIT_ISSUER', '"tillit"', 'an https address'],
  ['a port that is no number', { ...production, TILLIT_PORT: '80a' }, {}, 'TILLIT_PORT', '"80a"', 'a port number'],
  ['a port of a cluster service', { ...production, TILLIT_PORT: 'tcp://10.0.0.1:80' }, {}, 'TILLIT_PORT', 'tcp:', 'a port number'],
  ['a port that leaves no room', { ...production, TILLIT_PORT: '65530' }, {}, 'TILLIT_PORT', '65530', 'at most 65526'],
  ['one port for two parts', { ...development, TILLIT_OPERATIONS_PORT: '3002' }, {}, 'TILLIT_OPERATIONS_PORT', '3002', 'no other part has'],
  ['a host name to bind', { ...production, TILLIT_HOST: 'tillit.example.no' }, {}, 'TILLIT_HOST', '"tillit.example.no"', 'an IP address or "localhost"'],
  ['another address in the file of development', development, { host: '0.0.0.0' }, 'host', '"0.0.0.0"', 'TILLIT_HOST can say otherwise'],
  ['a Redis address of another kind', { ...production, TILLIT_REDIS_URL: 'http://u:hunter2@r' }, {}, 'TILLIT_REDIS_URL', 'a text of 18 characters', 'redis: or rediss:'],
  ['a database of another kind', production, { database_url: 'mysql://u:hunter2@d' }, 'database_url', 'a text of 19 characters', 'postgres: or postgresql:'],
  ['a proxy that is no network', production, { trusted_proxies: ['proxy.example.no'] }, 'trusted_proxies[0]', 'proxy.example.no', 'a network as address/prefix'],
  ['the whole Internet as Helsenettet', production, { networks: { helsenett: ['::/0'] } }, 'networks.helsenett[0]', '"::/0"', 'not the whole Internet'],
  ['a network of another name', production, { networks: { internett: ['10.0.0.0/8'] } }, 'networks.internett', 'an unknown key', 'only the keys of the schema'],
  ['the whole Internet as proxy', production, { trusted_proxies: ['0.0.0.0/0'] }, 'trusted_proxies[0]', '"0.0.0.0/0"', 'not the whole Internet'],
  ['an assertion that lives longer than a minute', production, { lifetimes: { assertion_max_seconds: 61 } }, 'lifetimes.assertion_max_seconds', '61', 'at most 60'],
  ['a request_uri that lives ten minutes', production, { lifetimes: { request_uri_total_seconds: 600 } }, 'lifetimes.request_uri_total_seconds', '600', 'at most 590'],
  ['an idle time above the whole', production, { lifetimes: { session_idle_seconds: 1800, session_absolute_seconds: 900 } }, 'lifetimes.session_idle_seconds', '1800', 'session_absolute_seconds, which is 900'],
  ['half a second', production, { lifetimes: { code_seconds: 30.5 } }, 'lifetimes.code_seconds', '30.5', 'a whole number'],
  ['a provider twice', production, { identity_providers: [bankid, bankid] }, 'identity_providers[1].id', '"bankid-oidc"', 'an id that no other has'],
  ['a level cap that proves nothing', production, { identity_providers: [{ ...bankid, level_cap: 2 }] }, 'identity_providers[0].level_cap', '2', '3 or 4'],
  ['a provider without requirements', production, { identity_providers: [{ ...bankid, agreements: { data_processing: true } }] }, 'identity_providers[0].agreements.identity_provider_requirements', 'false', 'true in production'],
  ['a provider without data processing', production, { identity_providers: [{ ...bankid, agreements: { identity_provider_requirements: true } }] }, 'identity_providers[0].agreements.data_processing', 'false', 'true in production'],
  ['a provider without agreements', production, { identity_providers: [{ ...bankid, agreements: undefined }] }, 'identity_providers[0].agreements.data_processing', 'false', 'true in production'],
  ['a key file that is not there', production, { identity_providers: [{ ...bankid, client_key_file: 'none.json' }] }, 'identity_providers[0].client_key_file', "can't be read", 'one private JWK'],
  ['a simulator in production', production, { identity_providers: [{ ...bankid, settings: { issuer: '${TILLIT_SIMULATORS_URL}/x' } }] }, 'identity_providers[0].settings.issuer', 'TILLIT_SIMULATORS_URL', 'no placeholder in this environment'],
  ['an unknown placeholder', development, { identity_providers: [{ ...bankid, settings: { issuer: '${HOME}/x' } }] }, 'identity_providers[0].settings.issuer', '${HOME}', 'TILLIT_SIMULATORS_URL'],
  ['a demo address on another machine', { ...development, TILLIT_DEMO_URL: 'http://demo.example.no' }, {}, 'TILLIT_DEMO_URL', 'demo.example.no', 'http on a loopback address'],
]

describe('a configuration', () => {
  it.each(wrong)('with %s is refused, with path, found and allowed', (_, env, members, path, found, allowed) => {
    const problems = problemsOf(() => load(env, members))
    const problem = problems.find((candidate) => candidate.path === path)
    expect(problem, JSON.stringify(problems)).toBeDefined()
    expect(problem?.found).toContain(found)
    expect(problem?.allowed).toContain(allowed)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  it('tells every problem at once, variables under their own names', () => {
    const env = { TILLIT_PORT: 'x', TILLIT_ISSUER: 'http://a.example', TILLIT_REDIS_URL: 'ftp://r' }
    const members = { lifetimes: { session_idle_seconds: 7200, session_absolute_seconds: 60 } }
    const problems = problemsOf(() => load(env, members))
    expect(problems.map(({ file, path }) => (file === 'environment' ? path : `file ${path}`))).toEqual([
      'TILLIT_PORT',
      'TILLIT_ISSUER',
      'TILLIT_REDIS_URL',
      'file lifetimes.session_idle_seconds',
    ])
    const message = new ConfigProblems(problems).message
    expect(message).toContain('the configuration has 4 problems:')
    expect(message).toContain('environment TILLIT_PORT: found "x", allowed a port number')
  })

  it.each([
    ['{ "issuer": hunter2 }', 'a text that is not JSON'],
    ['[]', 'JSON that is no object'],
    ['null', 'JSON that is no object'],
  ])('that is %s is refused without quoting it', (content, found) => {
    const problems = problemsOf(() => loadConfig({ ...production, TILLIT_CONFIG: 'c.json' }, () => content))
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ file: 'c.json', path: '', allowed: 'a file with one JSON object' })
    expect(problems[0]?.found).toContain(found)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  it('that is not there is refused by its name', () => {
    const problems = problemsOf(() => loadConfig({ ...production, TILLIT_CONFIG: 'nowhere/c.json' }))
    expect(problems.map(({ file, found }) => [file, found])).toEqual([
      [join('nowhere', 'c.json'), 'no file that can be read'],
    ])
  })

  it.each([
    ['a development key', JSON.stringify({ ...realKey, kid: 'development-only-x' }), 'a development key'],
    ['a public key', JSON.stringify({ ...realKey, d: undefined }), 'a key without d'],
    [
      'a key without kid and alg',
      JSON.stringify({ ...realKey, kid: undefined, alg: undefined }),
      'a key without kid, alg',
    ],
    ['a PEM file', '-----BEGIN PRIVATE KEY-----', 'a file without a JSON object'],
  ])('of production is refused with %s for a provider', (_, keyText, found) => {
    const problems = problemsOf(() => load(production, { identity_providers: [bankid] }, keyText))
    expect(problems.map(({ path }) => path)).toEqual(['identity_providers[0].client_key_file'])
    expect(problems[0]?.found).toContain(found)
  })

  it('of production is refused with a development key under another kid', () => {
    const key: object = Object(JSON.parse(readFileSync('config/development-keys/idp-client.jwk.json', 'utf8')))
    const keyText = JSON.stringify({ ...key, kid: 'ours' })
    const problems = problemsOf(() => load(production, { identity_providers: [bankid] }, keyText))
    expect(problems[0]?.found).toContain('a development key')
    expect(JSON.stringify(problems)).not.toContain(String(Reflect.get(key, 'd')))
  })

  it('may hold a disabled provider that is not ready', () => {
    const notReady = { ...bankid, enabled: false, agreements: {}, client_key_file: 'later.json' }
    expect(load(production, { identity_providers: [notReady] }).identityProviders[0]?.enabled).toBe(false)
  })

  it('warns of a variable that Tillit does not read, without its value', () => {
    const { warnings } = load({ ...production, TILLIT_REDIS_ULR: 'redis://u:hunter2@r' }, {})
    expect(warnings).toEqual(['the environment variable TILLIT_REDIS_ULR is not one that Tillit reads'])
  })

  it('warns of several nodes without one database, for each would keep an audit trail of its own', () => {
    const redis = { ...production, TILLIT_REDIS_URL: 'redis://r' }
    expect(load(redis, {}).warnings).toEqual([expect.stringContaining('database_url')])
    expect(load({ ...redis, TILLIT_DATABASE_URL: 'postgres://d/t' }, {}).warnings).toEqual([])
  })
})

describe('the configuration of production', () => {
  const config = load(production, { identity_providers: [bankid], person_registers: registers })

  it('is what one gets without saying anything', () => {
    expect(config.environment).toBe('production')
    expect(config.warnings).toEqual([])
  })

  it('has the safe choice wherever nothing is said', () => {
    expect(config).toMatchObject({
      issuer: 'https://tillit.example.no',
      host: '127.0.0.1',
      port: 3000,
      operationsPort: 3009,
      trustedProxies: [],
      outbound: { privateNetworks: [] },
      limits: { clientRequestsPerSecond: 100, clientBurst: 1000, openInteractionsPerAddress: 300 },
      lifetimes: {
        requestUriBeginSeconds: 90,
        requestUriTotalSeconds: 590,
        interactionSeconds: 600,
        codeSeconds: 60,
        accessTokenSeconds: 600,
        idTokenSeconds: 300,
        refreshTokenSeconds: 28_800,
        refreshTokenIdleSeconds: 7200,
        sessionIdleSeconds: 1800,
        sessionAbsoluteSeconds: 28_800,
        assertionMaxSeconds: 60,
      },
      support: { phone: '23 32 70 00' },
    })
    expect(config).not.toHaveProperty('redisUrl')
    expect(config).not.toHaveProperty('demo')
  })

  it('lets in real people only', () => {
    expect(config.personNumbers.allowedKinds).toEqual(['fodselsnummer', 'd-number'])
  })

  it('finds files of variables from the working directory, and files of the file beside it', () => {
    expect(config.dataDir).toBe(resolve('data'))
    expect(config.registryDir).toBe(resolve('clients'))
    expect(config.storeKeyFile).toBe(resolve('data/store.key'))
    const other = load(
      { ...production, TILLIT_DATA_DIR: 'state' },
      { registry_dir: 'registry', store_key_file: 'store.key' },
    )
    expect(other.dataDir).toBe(resolve('state'))
    expect(other.registryDir).toBe(resolve('/etc/tillit/registry'))
    expect(other.storeKeyFile).toBe(resolve('/etc/tillit/store.key'))
  })

  it('gives each kind of client its own support where the file says so', () => {
    const web = { name: 'Kundesenteret', phone: '12 34 56 78', hours: text }
    const { support } = load(production, { support: { by_client_kind: { web } } })
    expect(support.byClientKind.web).toEqual(web)
    expect(support.byClientKind.machine).toEqual({ name: support.name, phone: '23 32 70 00', hours: support.hours })
  })
})

describe('the configuration files of this repository', () => {
  it('start development with every provider at the simulators, on loopback', () => {
    const config = loadConfig({ ...development, TILLIT_PORT: '4000' })
    expect(config).toMatchObject({
      environment: 'development',
      issuer: 'http://localhost:4000',
      host: '127.0.0.1',
      port: 4000,
      operationsPort: 4009,
      demo: {
        demoUrl: 'http://localhost:4002',
        demoApiUrl: 'http://localhost:4003',
        simulatorsUrl: 'http://localhost:4001',
      },
      warnings: [],
    })
    const issuerOf = (settings: unknown) => Reflect.get(Object(settings), 'issuer')
    expect(config.identityProviders.map(({ id, kind, settings }) => [id, kind, issuerOf(settings)])).toEqual([
      ['idporten-oidc', 'id-porten', 'http://localhost:4001/idporten-oidc'],
      ['bankid-oidc', 'bankid', 'http://localhost:4001/bankid-oidc'],
      ['buypass-oidc', 'buypass', 'http://localhost:4001/buypass-oidc'],
      ['commfides-oidc', 'commfides', 'http://localhost:4001/commfides-oidc'],
      ['bankid-mobil', 'bankid-mobil', 'http://localhost:4001/bankid-mobil'],
      ['helse-midt-oidc', 'hospital-adfs', 'http://localhost:4001/helse-midt-oidc'],
      ['helseplattformen-oidc', 'hospital-entra', 'http://localhost:4001/helseplattformen-oidc'],
    ])
    expect(config.identityProviders.map(({ levelCap }) => levelCap)).toEqual([4, 4, 4, 4, 4, 3, 4])
    expect(config.identityProviders[0]?.clientKeyFile).toBe(resolve('config/development-keys/idp-client.jwk.json'))
    expect(config.personNumbers.allowedKinds).not.toContain('fodselsnummer')
  })

  it('let development listen elsewhere only by TILLIT_HOST, with a warning', () => {
    const config = loadConfig({ ...development, TILLIT_HOST: '0.0.0.0' })
    expect(config.host).toBe('0.0.0.0')
    expect(config.warnings).toHaveLength(1)
    expect(config.warnings[0]).toContain('development listens on 0.0.0.0')
  })

  it('let the browser tests put broker and simulators on names of their own', () => {
    const names = { TILLIT_ISSUER: 'http://broker.localhost:4000', TILLIT_SIMULATORS_URL: 'http://idp.localhost:4001' }
    const config = loadConfig({ ...development, ...names })
    expect(config.issuer).toBe('http://broker.localhost:4000')
    expect(config.identityProviders[1]?.settings).toEqual({
      issuer: 'http://idp.localhost:4001/bankid-oidc',
      client_id: 'tillit',
    })
  })

  it.each(['test', 'production'])('start %s once it has its issuer', (environment) => {
    const config = loadConfig({ TILLIT_ENVIRONMENT: environment, TILLIT_ISSUER: 'https://tillit.example.no' })
    expect(config.environment).toBe(environment)
    expect(config.identityProviders).toEqual([])
  })

  it('name a JSON Schema that is up to date (write it with: node config/json-schema.ts)', () => {
    expect(readFileSync('config/config.schema.json', 'utf8')).toBe(buildConfigJsonSchema())
  })
})
