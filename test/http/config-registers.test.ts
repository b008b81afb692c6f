// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders stand so in the files
import { describe, expect, it } from 'vitest'
import { ConfigProblems } from '#config/config-problems.ts'
import { loadConfig } from '#config/load-config.ts'
import type { Problem } from '#config/problem.ts'
import type { Config } from '#config/schema.ts'

const provider = {
  id: 'bankid-oidc',
  kind: 'bankid',
  name: { nb: 'BankID', nn: 'BankID', en: 'BankID' },
  client_key_file: 'key.json',
  agreements: { identity_provider_requirements: true, data_processing: true },
}
const key = { kty: 'EC', crv: 'P-256', x: 'a', y: 'b', d: 'c', kid: 'registers-1', alg: 'ES256' }
const register = { url: 'https://person.example.no/v1', client_key_file: 'register-key.json' }
const off = { enabled: false }

type Members = Readonly<Record<string, unknown>>

function load(registers: Members | undefined, environment = 'production', registerKey: unknown = key): Config {
  const members = {
    issuer: 'https://tillit.example.no',
    identity_providers: [provider],
    ...(registers === undefined ? {} : { person_registers: registers }),
  }
  const env = { TILLIT_ENVIRONMENT: environment, TILLIT_CONFIG: '/etc/tillit/config.json' }
  return loadConfig(env, (path) => {
    if (path.endsWith('config.json')) return JSON.stringify(members)
    return JSON.stringify(path.endsWith('register-key.json') ? registerKey : key)
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

describe('the registers in the configuration of production', () => {
  it('are read, with paths from the file', () => {
    const { personRegisters, warnings } = load({ persontjenesten: register, hpr: { ...register, timeout_seconds: 7 } })
    expect(personRegisters).toEqual({
      persontjenesten: { url: register.url, timeoutSeconds: 3, clientKeyFile: '/etc/tillit/register-key.json' },
      hpr: { url: register.url, timeoutSeconds: 7, clientKeyFile: '/etc/tillit/register-key.json' },
    })
    expect(warnings).toEqual([])
  })

  it('must be there, or be turned off in so many words, and that is told at every start', () => {
    expect(problemsOf(() => load(undefined)).map(({ path }) => path)).toEqual([
      'person_registers.persontjenesten',
      'person_registers.hpr',
    ])
    const { personRegisters, warnings } = load({ persontjenesten: off, hpr: off })
    expect(personRegisters).toEqual({})
    expect(warnings.join('\n')).toMatch(/dead people are let in[\s\S]*HPR is not connected/)
  })

  // biome-ignore format: a table is read by its rows
  it.each([
    ['no address', { client_key_file: 'register-key.json' }, 'url', 'nothing'],
    ['an http address', { ...register, url: 'http://person.example.no' }, 'url', 'http://person.example.no'],
    ['a loopback address', { ...register, url: 'http://localhost:3001/persontjenesten' }, 'url', 'localhost'],
    ['a trailing slash', { ...register, url: 'https://person.example.no/' }, 'url', 'person.example.no/'],
    ['a query', { ...register, url: 'https://person.example.no/x?y=1' }, 'url', 'y=1'],
    ['a password in the address', { ...register, url: 'https://u:hunter2@person.example.no' }, 'url', '…@'],
    ['a simulator', { ...register, url: '${TILLIT_SIMULATORS_URL}/persontjenesten' }, 'url', 'TILLIT_SIMULATORS_URL'],
    ['no key', { url: register.url }, 'client_key_file', 'nothing'],
    ['a time-out that is none', { ...register, timeout_seconds: 0 }, 'timeout_seconds', '0'],
    ['a time-out that nobody waits for', { ...register, timeout_seconds: 60 }, 'timeout_seconds', '60'],
    ['an unknown key', { ...register, cache_seconds: 60 }, 'cache_seconds', 'an unknown key'],
  ])('are refused with %s', (_name, persontjenesten, member, found) => {
    const problems = problemsOf(() => load({ persontjenesten, hpr: off }))
    const mine = problems.filter(({ path }) => path === `person_registers.persontjenesten.${member}`)
    expect(mine.length).toBeGreaterThan(0)
    expect(mine.map((problem) => problem.found).join('\n')).toContain(found)
    expect(JSON.stringify(problems)).not.toContain('hunter2')
  })

  it.each([
    ['a development key', { ...key, kid: 'development-only-idp-client-1' }],
    ['a public key', { ...key, d: undefined }],
  ])('are refused with %s', (_name, registerKey) => {
    const problems = problemsOf(() => load({ persontjenesten: register, hpr: off }, 'production', registerKey))
    expect(problems.map(({ path }) => path)).toEqual(['person_registers.persontjenesten.client_key_file'])
  })
})
