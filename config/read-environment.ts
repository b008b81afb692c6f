import { resolve } from 'node:path'
import { describeFound, oneOf, type Problem } from './problem.ts'
import type { Environment } from './schema.ts'

/** Environment variables by name. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>

const environments: readonly Environment[] = ['development', 'test', 'production']

/** Variables that Tillit reads; another that begins with `TILLIT_` is probably a misspelt one. */
const knownVariables: ReadonlySet<string> = new Set([
  'TILLIT_CONFIG',
  'TILLIT_DATABASE_URL',
  'TILLIT_DATA_DIR',
  'TILLIT_DEMO_API_URL',
  'TILLIT_DEMO_URL',
  'TILLIT_ENVIRONMENT',
  'TILLIT_HOST',
  'TILLIT_ISSUER',
  'TILLIT_OPERATIONS_PORT',
  'TILLIT_PORT',
  'TILLIT_REDIS_URL',
  'TILLIT_REGISTRY_DIR',
  'TILLIT_SIMULATORS_URL',
  'TILLIT_TLS_CERT',
  'TILLIT_TLS_KEY',
])

/** What the environment variables say, and what in them can't be. An empty variable counts as not set. */
export interface ReadEnvironment {
  /** Production unless something else is said. */
  readonly environment: Environment
  /** Members of the configuration file (wire names) that the variables override. */
  readonly overrides: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
  readonly warnings: readonly string[]
}

/** Reads the variables; judges only their form, what they mean is for the schema. */
export function readEnvironment(env: EnvironmentVariables): ReadEnvironment {
  const problems: Problem[] = []
  const text = (name: string) => (env[name] === '' ? undefined : env[name])
  const port = (name: string) => {
    const value = text(name)
    if (value === undefined || /^\d{1,5}$/.test(value)) return value === undefined ? undefined : Number(value)
    problems.push({ file: 'environment', path: name, found: describeFound(value), allowed: 'a port number' })
    return undefined
  }
  const given = text('TILLIT_ENVIRONMENT')
  const environment = given === undefined ? 'production' : environments.find((name) => name === given)
  if (environment === undefined) {
    const found = describeFound(given)
    problems.push({ file: 'environment', path: 'TILLIT_ENVIRONMENT', found, allowed: oneOf(environments) })
  }
  const overrides = {
    issuer: text('TILLIT_ISSUER'),
    host: text('TILLIT_HOST'),
    port: port('TILLIT_PORT'),
    operations_port: port('TILLIT_OPERATIONS_PORT'),
    redis_url: text('TILLIT_REDIS_URL'),
    database_url: text('TILLIT_DATABASE_URL'),
    tls: tlsOf(text('TILLIT_TLS_CERT'), text('TILLIT_TLS_KEY'), problems),
  }
  return {
    environment: environment ?? 'production',
    overrides: Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined)),
    problems,
    warnings: Object.keys(env)
      .filter((name) => name.startsWith('TILLIT_') && !knownVariables.has(name))
      .map((name) => `the environment variable ${name.slice(0, 60)} is not one that Tillit reads`),
  }
}

/** Both files or none; relative to the working directory, like every path in a variable. */
function tlsOf(cert: string | undefined, key: string | undefined, problems: Problem[]) {
  if (cert !== undefined && key !== undefined) return { cert_file: resolve(cert), key_file: resolve(key) }
  if (cert === undefined && key === undefined) return undefined
  const path = cert === undefined ? 'TILLIT_TLS_CERT' : 'TILLIT_TLS_KEY'
  problems.push({ file: 'environment', path, found: 'nothing', allowed: 'a PEM file: certificate and key go together' })
  return undefined
}
