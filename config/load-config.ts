import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { buildConfig, simulatorsUrlOf } from './build-config.ts'
import { checkAddress, checkConfig } from './check-config.ts'
import { checkKeyFiles, type ReadText } from './check-key-files.ts'
import { ConfigProblems } from './config-problems.ts'
import { configSchema } from './file-schema.ts'
import { readJson } from './json-text.ts'
import { fillPlaceholders } from './placeholders.ts'
import type { Problem } from './problem.ts'
import { type EnvironmentVariables, type ReadEnvironment, readEnvironment } from './read-environment.ts'
import type { Config } from './schema.ts'
import { problemsOfZod } from './zod-problems.ts'

const readUtf8: ReadText = (path) => readFileSync(path, 'utf8')

/**
 * The configuration: the environment's file (`TILLIT_CONFIG` names another), overridden by environment variables.
 * Paths in variables are relative to the working directory, paths in the file to the file.
 *
 * @param readText how files are read; tests give their own.
 * @throws {ConfigProblems} with every problem at once.
 */
export function loadConfig(env: EnvironmentVariables, readText: ReadText = readUtf8): Config {
  const variables = readEnvironment(env)
  const path = env['TILLIT_CONFIG']
    ? resolve(env['TILLIT_CONFIG'])
    : join(import.meta.dirname, `${variables.environment}.json`)
  const file = relative(process.cwd(), path)
  const content = readConfigFile(path, file, readText)
  if ('problem' in content) throw new ConfigProblems([...variables.problems, content.problem])

  const merged = { ...content.value, ...variables.overrides }
  const filled = fillPlaceholders(file, merged, placeholdersOf(env, variables, merged))
  const parsed = configSchema.safeParse(filled.value)
  if (!parsed.success) {
    const found = problemsOfZod(file, parsed.error, filled.value)
    throw new ConfigProblems([...variables.problems, ...filled.problems, ...nameVariables(found, variables)])
  }
  const { environment } = variables
  const config = buildConfig({ wire: parsed.data, variables, env, fileDir: dirname(path) })
  const findings = [
    ...checkConfig({
      wire: parsed.data,
      environment,
      issuer: config.issuer,
      operationsPort: config.operationsPort,
      hostIsFromEnvironment: 'host' in variables.overrides,
    }),
    ...checkKeyFiles(config, environment, readText),
    ...checkTlsFiles(config.tls, readText),
    ...(config.demo === undefined ? [] : checkDemo(Object.entries(config.demo))),
  ]
  const found = nameVariables(
    findings.map((finding) => ({ file, ...finding })),
    variables,
  )
  const problems = [...variables.problems, ...filled.problems, ...found]
  if (problems.length > 0) throw new ConfigProblems(problems)
  return config
}

function readConfigFile(path: string, file: string, readText: ReadText): { value: object } | { problem: Problem } {
  const problem = (found: string) => ({ problem: { file, path: '', found, allowed: 'a file with one JSON object' } })
  let text: string
  try {
    text = readText(path)
  } catch {
    return problem('no file that can be read')
  }
  const read = readJson(text)
  if (!read.ok) return problem(read.found)
  const isObject = typeof read.value === 'object' && read.value !== null && !Array.isArray(read.value)
  return isObject && read.value !== null ? { value: Object(read.value) } : problem('JSON that is no object')
}

function placeholdersOf(env: EnvironmentVariables, variables: ReadEnvironment, merged: object) {
  const port: unknown = Reflect.get(merged, 'port')
  const isDevelopment = variables.environment === 'development'
  const simulators = simulatorsUrlOf(env, typeof port === 'number' ? port : 3000)
  return { TILLIT_SIMULATORS_URL: isDevelopment ? simulators : undefined }
}

function checkDemo(addresses: readonly (readonly [string, string])[]) {
  const variableOf: Readonly<Record<string, string>> = {
    demoUrl: 'TILLIT_DEMO_URL',
    demoApiUrl: 'TILLIT_DEMO_API_URL',
    simulatorsUrl: 'TILLIT_SIMULATORS_URL',
  }
  return addresses.flatMap(([name, address]) => checkAddress(variableOf[name] ?? name, address, 'development'))
}

/** A problem in a value that came from a variable is told under the variable's name. */
function nameVariables(problems: readonly Problem[], variables: ReadEnvironment): readonly Problem[] {
  return problems.map((problem) => {
    if (problem.path.startsWith('TILLIT_')) return { ...problem, file: 'environment' }
    if (!(problem.path in variables.overrides)) return problem
    return { ...problem, file: 'environment', path: `TILLIT_${problem.path.toUpperCase()}` }
  })
}

function checkTlsFiles(tls: Config['tls'], readText: ReadText) {
  if (tls === undefined) return []
  const files = [
    ['tls.cert_file', tls.certFile, 'CERTIFICATE'],
    ['tls.key_file', tls.keyFile, 'PRIVATE KEY'],
  ] as const
  return files.flatMap(([path, file, what]) => {
    const allowed = `a PEM file with a ${what}`
    try {
      return readText(file).includes(`${what}-----`) ? [] : [{ path, found: 'a file without one', allowed }]
    } catch {
      return [{ path, found: 'no file that can be read', allowed }]
    }
  })
}
