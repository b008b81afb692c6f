import { join, resolve } from 'node:path'
import type { ConfigWire } from './file-schema.ts'
import { isLoopbackHost } from './loopback.ts'
import { buildRegisters, registerWarnings } from './person-registers.ts'
import type { EnvironmentVariables, ReadEnvironment } from './read-environment.ts'
import type { Config, DemoAddresses, Environment, IdentityProviderConfig, PersonNumberKind } from './schema.ts'

/** What a configuration is made of. */
export interface ConfigParts {
  readonly wire: ConfigWire
  readonly variables: ReadEnvironment
  readonly env: EnvironmentVariables
  /** Folder of the configuration file, absolute. */
  readonly fileDir: string
}

/** Wire form and variables to the typed configuration. Judges nothing. */
export function buildConfig({ wire, variables, env, fileDir }: ConfigParts): Config {
  const { environment } = variables
  const isDevelopment = environment === 'development'
  const personRegisters = buildRegisters(wire.person_registers, fileDir)
  const dataDir = pathOf(env['TILLIT_DATA_DIR'], wire.data_dir, fileDir, 'data')
  return {
    environment,
    // Only development has an issuer without being told: elsewhere it is in every token that anybody ever verifies.
    issuer: wire.issuer ?? (isDevelopment ? `http://localhost:${wire.port}` : ''),
    host: wire.host,
    port: wire.port,
    operationsPort: wire.operations_port ?? wire.port + 9,
    dataDir,
    registryDir: pathOf(env['TILLIT_REGISTRY_DIR'], wire.registry_dir, fileDir, 'clients'),
    ...(wire.redis_url === undefined ? {} : { redisUrl: wire.redis_url }),
    ...(wire.database_url === undefined ? {} : { databaseUrl: wire.database_url }),
    storeKeyFile:
      wire.store_key_file === undefined ? join(dataDir, 'store.key') : resolve(fileDir, wire.store_key_file),
    ...tlsOf(wire.tls, fileDir),
    ...(isDevelopment ? { demo: demoOf(env, wire.port) } : {}),
    trustedProxies: wire.trusted_proxies,
    ...(wire.networks === undefined ? {} : { networks: wire.networks }),
    outbound: { privateNetworks: wire.outbound.private_networks },
    limits: {
      clientRequestsPerSecond: wire.limits.client_requests_per_second,
      clientBurst: wire.limits.client_burst,
      addressRequestsPerSecond: wire.limits.address_requests_per_second,
      addressBurst: wire.limits.address_burst,
      openInteractionsPerAddress: wire.limits.open_interactions_per_address,
      tokenExchangeDepth: wire.limits.token_exchange_depth,
    },
    lifetimes: lifetimesOf(wire.lifetimes),
    clientKeys: { defaultLifeDays: wire.client_keys.default_life_days, overlapDays: wire.client_keys.overlap_days },
    support: supportOf(wire.support),
    personNumbers: { allowedKinds: personNumberKindsOf(environment) },
    personRegisters,
    identityProviders: wire.identity_providers.map((provider) => providerOf(provider, fileDir)),
    signingKeys: {
      publishAheadSeconds: wire.signing_keys.publish_ahead_seconds,
      retentionSeconds: wire.signing_keys.retention_seconds,
      rotateAfterSeconds: wire.signing_keys.rotate_after_days * 86_400,
    },
    developmentAdministrators: wire.development_administrators,
    warnings: [
      ...variables.warnings,
      ...hostWarnings(environment, wire.host),
      ...databaseWarnings(wire),
      ...(wire.identity_providers.some(({ enabled }) => enabled) ? registerWarnings(personRegisters) : []),
    ],
  }
}

/** Address of the simulators, for the placeholder in providers' settings. */
export function simulatorsUrlOf(env: EnvironmentVariables, port: number): string {
  return env['TILLIT_SIMULATORS_URL'] || `http://localhost:${port + 1}`
}

function demoOf(env: EnvironmentVariables, port: number): DemoAddresses {
  return {
    demoUrl: env['TILLIT_DEMO_URL'] || `http://localhost:${port + 2}`,
    demoApiUrl: env['TILLIT_DEMO_API_URL'] || `http://localhost:${port + 3}`,
    simulatorsUrl: simulatorsUrlOf(env, port),
  }
}

function pathOf(fromVariable: string | undefined, inFile: string | undefined, fileDir: string, usual: string): string {
  if (fromVariable) return resolve(fromVariable)
  return inFile === undefined ? resolve(usual) : resolve(fileDir, inFile)
}

function lifetimesOf(wire: ConfigWire['lifetimes']): Config['lifetimes'] {
  return {
    requestUriBeginSeconds: wire.request_uri_begin_seconds,
    requestUriTotalSeconds: wire.request_uri_total_seconds,
    interactionSeconds: wire.interaction_seconds,
    codeSeconds: wire.code_seconds,
    accessTokenSeconds: wire.access_token_seconds,
    idTokenSeconds: wire.id_token_seconds,
    refreshTokenSeconds: wire.refresh_token_seconds,
    refreshTokenIdleSeconds: wire.refresh_token_idle_seconds,
    sessionIdleSeconds: wire.session_idle_seconds,
    sessionAbsoluteSeconds: wire.session_absolute_seconds,
    assertionMaxSeconds: wire.assertion_max_seconds,
  }
}

function supportOf(wire: ConfigWire['support']): Config['support'] {
  const usual = { name: wire.name, phone: wire.phone, hours: wire.hours }
  const { web = usual, native = usual, machine = usual, 'device-fleet': deviceFleet = usual } = wire.by_client_kind
  return { ...usual, byClientKind: { web, native, machine, 'device-fleet': deviceFleet } }
}

/** Real people in production, made-up people elsewhere, never both (design rule: no real number in a test system). */
function personNumberKindsOf(environment: Environment): readonly PersonNumberKind[] {
  return environment === 'production'
    ? ['fodselsnummer', 'd-number']
    : ['synthetic-plus-80', 'synthetic-d-plus-80', 'synthetic-plus-65', 'synthetic-plus-40']
}

function providerOf(wire: ConfigWire['identity_providers'][number], fileDir: string): IdentityProviderConfig {
  return {
    id: wire.id,
    kind: wire.kind,
    name: wire.name,
    ...(wire.note === undefined ? {} : { note: wire.note }),
    levelCap: wire.level_cap,
    enabled: wire.enabled,
    clientKeyFile: resolve(fileDir, wire.client_key_file),
    agreements: {
      identityProviderRequirements: wire.agreements.identity_provider_requirements,
      dataProcessing: wire.agreements.data_processing,
    },
    settings: wire.settings,
  }
}

/** Nodes on one host may share the file; on several each would keep an audit trail of its own. */
function databaseWarnings({ redis_url, database_url }: ConfigWire): readonly string[] {
  if (redis_url === undefined || database_url !== undefined) return []
  return ['redis_url is set and database_url is not: nodes that do not share one data folder need one PostgreSQL']
}

function hostWarnings(environment: Environment, host: string): readonly string[] {
  if (environment !== 'development' || isLoopbackHost(host)) return []
  return [`development listens on ${host}: simulators and development keys are within reach of other machines`]
}

function tlsOf(wire: ConfigWire['tls'], fileDir: string): Pick<Config, 'tls'> {
  if (wire === undefined) return {}
  return { tls: { certFile: resolve(fileDir, wire.cert_file), keyFile: resolve(fileDir, wire.key_file) } }
}
