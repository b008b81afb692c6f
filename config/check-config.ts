import { isIP } from 'node:net'
import type { ConfigWire } from './file-schema.ts'
import { isLoopbackHost } from './loopback.ts'
import { checkRegisters } from './person-registers.ts'
import { describeFound, type Problem } from './problem.ts'
import type { Environment } from './schema.ts'

type Finding = Omit<Problem, 'file'>

/** The parsed file, and what the variables made of it. */
export interface CheckInput {
  readonly wire: ConfigWire
  readonly environment: Environment
  readonly issuer: string
  readonly operationsPort: number
  /** `TILLIT_HOST` was set: the one way to bind another address than loopback in development. */
  readonly hostIsFromEnvironment: boolean
}

/** What must hold between the members of a configuration, and in this environment. */
export function checkConfig(input: CheckInput): readonly Finding[] {
  return [
    ...checkAddress('issuer', input.issuer, input.environment),
    ...checkHost(input),
    ...checkNetworks(input.wire),
    ...checkPorts(input),
    ...checkStores(input.wire),
    ...checkLifetimes(input.wire.lifetimes),
    ...checkProviders(input.wire, input.environment),
    ...checkRegisters(input.wire, input.environment),
    ...checkAdministrators(input),
  ]
}

/** An origin of ours: https, or http on a loopback address outside production; no trailing slash, query or fragment. */
export function checkAddress(path: string, address: string, environment: Environment): readonly Finding[] {
  const url = URL.parse(address)
  const isHttps = url?.protocol === 'https:'
  const isHttpLoopback = url?.protocol === 'http:' && environment !== 'production' && isLoopbackHost(url.hostname)
  const scheme = environment === 'production' ? 'an https address' : 'an https address, or http on a loopback address'
  if (url === null || !(isHttps || isHttpLoopback))
    return [{ path, found: describeFound(address === '' ? undefined : address), allowed: scheme }]
  // One fixed origin: paths are the interface's own, so the issuer has none.
  if (url.origin === address) return []
  return [
    { path, found: describeFound(address), allowed: `an origin without path or trailing slash, like "${url.origin}"` },
  ]
}

function checkHost({ wire, environment, hostIsFromEnvironment }: CheckInput): readonly Finding[] {
  const host = isIP(wire.host) === 6 ? `[${wire.host}]` : wire.host
  if (environment !== 'development' || hostIsFromEnvironment || isLoopbackHost(host)) return []
  const allowed = 'a loopback address in development (TILLIT_HOST can say otherwise)'
  return [{ path: 'host', found: describeFound(wire.host), allowed }]
}

/** A whole family of addresses in one of these lists would make every caller a proxy, or every login one from Helsenettet. */
function checkNetworks(wire: ConfigWire): readonly Finding[] {
  const check = (path: string, networks: readonly string[]) =>
    networks.flatMap((network, index) =>
      network.endsWith('/0')
        ? [{ path: `${path}[${index}]`, found: `"${network}"`, allowed: 'a network that is not the whole Internet' }]
        : [],
    )
  return [
    ...check('trusted_proxies', wire.trusted_proxies),
    ...check('networks.helsenett', wire.networks?.helsenett ?? []),
  ]
}

function checkPorts({ wire, environment, operationsPort }: CheckInput): readonly Finding[] {
  const taken = environment === 'development' ? [0, 1, 2, 3] : [0]
  if (!taken.some((offset) => wire.port + offset === operationsPort)) return []
  return [{ path: 'operations_port', found: String(operationsPort), allowed: 'a port that no other part has' }]
}

function checkStores(wire: ConfigWire): readonly Finding[] {
  const check = (path: string, address: string | undefined, schemes: readonly string[]) => {
    const protocol = address === undefined ? undefined : URL.parse(address)?.protocol
    if (address === undefined || schemes.includes(protocol ?? '')) return []
    // Connection strings hold passwords: only the length is told.
    return [{ path, found: describeFound(address, true), allowed: `an address with ${schemes.join(' or ')}` }]
  }
  return [
    ...check('redis_url', wire.redis_url, ['redis:', 'rediss:']),
    ...check('database_url', wire.database_url, ['postgres:', 'postgresql:']),
  ]
}

function checkLifetimes(lifetimes: ConfigWire['lifetimes']): readonly Finding[] {
  const pairs = [
    ['request_uri_begin_seconds', 'request_uri_total_seconds'],
    ['refresh_token_idle_seconds', 'refresh_token_seconds'],
    ['session_idle_seconds', 'session_absolute_seconds'],
  ] as const
  return pairs
    .filter(([part, whole]) => lifetimes[part] > lifetimes[whole])
    .map(([part, whole]) => ({
      path: `lifetimes.${part}`,
      found: String(lifetimes[part]),
      allowed: `at most ${whole}, which is ${lifetimes[whole]}`,
    }))
}

function checkProviders(wire: ConfigWire, environment: Environment): readonly Finding[] {
  return wire.identity_providers.flatMap((provider, index) => {
    const path = `identity_providers[${index}]`
    const isSecond = wire.identity_providers.findIndex(({ id }) => id === provider.id) < index
    const unsigned = (['identity_provider_requirements', 'data_processing'] as const).filter(
      (agreement) => environment === 'production' && provider.enabled && !provider.agreements[agreement],
    )
    return [
      ...(isSecond ? [{ path: `${path}.id`, found: `"${provider.id}"`, allowed: 'an id that no other has' }] : []),
      ...unsigned.map((agreement) => ({
        path: `${path}.agreements.${agreement}`,
        found: 'false',
        allowed: 'true in production, for an enabled provider',
      })),
    ]
  })
}

/** A person in a file would be one that nobody can take away, and whose number lies about. */
function checkAdministrators({ wire, environment }: CheckInput): readonly Finding[] {
  if (environment === 'development' || wire.development_administrators.length === 0) return []
  const allowed = 'none outside development: an operator adds them'
  return [{ path: 'development_administrators', found: describeFound(wire.development_administrators), allowed }]
}
