import { isDevelopmentKey } from './is-development-key.ts'
import { readJson } from './json-text.ts'
import type { Problem } from './problem.ts'
import type { Config, Environment } from './schema.ts'

type Finding = Omit<Problem, 'file'>

/** Reads a file's text. @throws when it can't be read. */
export type ReadText = (path: string) => string

/** Whether the key file of each enabled provider and register holds a private key that this environment accepts. Keeps no key. */
export function checkKeyFiles(
  { identityProviders, personRegisters }: Pick<Config, 'identityProviders' | 'personRegisters'>,
  environment: Environment,
  readText: ReadText,
): readonly Finding[] {
  const files = [
    ...identityProviders.flatMap(({ enabled, clientKeyFile }, index) =>
      enabled ? [{ place: `identity_providers[${index}]`, file: clientKeyFile }] : [],
    ),
    ...Object.entries(personRegisters).map(([name, { clientKeyFile }]) => ({
      place: `person_registers.${name}`,
      file: clientKeyFile,
    })),
  ]
  return files.flatMap(({ place, file }) => {
    const found = whatIsWrong(file, environment, readText)
    const allowed = 'a file with one private JWK that has kid and alg'
    return found === undefined ? [] : [{ path: `${place}.client_key_file`, found, allowed }]
  })
}

function whatIsWrong(path: string, environment: Environment, readText: ReadText): string | undefined {
  let text: string
  try {
    text = readText(path)
  } catch {
    return "a file that can't be read"
  }
  const read = readJson(text)
  if (!read.ok || typeof read.value !== 'object' || read.value === null) return 'a file without a JSON object'
  const jwk = read.value
  const lacking = ['kty', 'kid', 'alg', 'd'].filter((member) => typeof Reflect.get(jwk, member) !== 'string')
  if (lacking.length > 0) return `a key without ${lacking.join(', ')}`
  if (environment === 'production' && isDevelopmentKey(jwk)) return 'a development key, whose private half is public'
  return undefined
}
