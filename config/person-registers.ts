import { resolve } from 'node:path'
import type { ConfigWire } from './file-schema.ts'
import { isLoopbackHost } from './loopback.ts'
import { describeFound, type Problem } from './problem.ts'
import type { Config, Environment, RegisterName } from './schema.ts'

type Finding = Omit<Problem, 'file'>

/** The registers that may be asked about a person, each a member of `person_registers`. */
const registerNames: readonly RegisterName[] = ['persontjenesten', 'hpr']

/** Wire form to typed form; a register that is off or not named is absent. */
export function buildRegisters(wire: ConfigWire['person_registers'], fileDir: string): Config['personRegisters'] {
  return Object.fromEntries(
    registerNames.flatMap((name) => {
      const register = wire[name]
      if (register?.url === undefined || register.client_key_file === undefined || !register.enabled) return []
      const { url, timeout_seconds: timeoutSeconds, client_key_file: keyFile } = register
      return [[name, { url, timeoutSeconds, clientKeyFile: resolve(fileDir, keyFile) }]]
    }),
  )
}

/**
 * Each register must be reachable or turned off in so many words: where people log in in production, nobody shall find
 * out afterwards that retired numbers and dead people were let in because a section was forgotten.
 */
export function checkRegisters(wire: ConfigWire, environment: Environment): readonly Finding[] {
  const peopleLogIn = wire.identity_providers.some(({ enabled }) => enabled)
  return registerNames.flatMap((name) => {
    const path = `person_registers.${name}`
    const register = wire.person_registers[name]
    if (register === undefined) {
      const allowed = 'the register, or "enabled": false, in production with an enabled identity provider'
      return environment === 'production' && peopleLogIn ? [{ path, found: 'nothing', allowed }] : []
    }
    if (!register.enabled) return []
    const keyFile = register.client_key_file
    return [
      ...checkRegisterUrl(`${path}.url`, register.url, environment),
      ...(keyFile === undefined
        ? [{ path: `${path}.client_key_file`, found: 'nothing', allowed: 'a file with one private JWK' }]
        : []),
    ]
  })
}

function checkRegisterUrl(path: string, address: string | undefined, environment: Environment): readonly Finding[] {
  const url = address === undefined ? undefined : URL.parse(address)
  const isHttps = url?.protocol === 'https:'
  const isLocal = environment !== 'production' && url?.protocol === 'http:' && isLoopbackHost(url.hostname)
  const isPlain = url?.username === '' && url.password === '' && url.search === '' && url.hash === ''
  if ((isHttps || isLocal) && isPlain && !address?.endsWith('/')) return []
  const scheme = environment === 'production' ? 'an https address' : 'https, or http on a loopback address'
  return [{ path, found: describeFound(address), allowed: `${scheme}, without trailing slash, query or user name` }]
}

/** What the operator has chosen not to know. */
export function registerWarnings({ persontjenesten, hpr }: Config['personRegisters']): readonly string[] {
  return [
    ...(persontjenesten === undefined
      ? ['Persontjenesten is not connected: retired numbers and dead people are let in, and ages come from the numbers']
      : []),
    ...(hpr === undefined ? ['HPR is not connected: no service is told an HPR number'] : []),
  ]
}
