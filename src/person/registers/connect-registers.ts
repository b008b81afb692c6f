import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Config, RegisterConfig, RegisterName } from '#config/schema.ts'
import type { Clock } from '#src/operations/clock.ts'
import type { Log } from '#src/operations/log.ts'
import type { Metrics } from '#src/operations/metrics.ts'
import type { PersonRegisters, RegisterAnswer } from '../person-registers.ts'
import type { Pid } from '../pid.ts'
import { askRegister, RegisterFailure } from './ask-register.ts'
import { readHpr } from './read-hpr.ts'
import { readPopulation } from './read-population.ts'
import { type RegisterKey, type RegisterTokens, registerTokens } from './register-token.ts'

const keySchema = z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), d: z.string() })

interface ConnectParts {
  readonly config: Config
  readonly clock: Clock
  readonly log: Log
  readonly metrics: Metrics
}

/**
 * The registers over HTTP. Both are asked at the same time. Nothing is kept between logins: a cached answer could let a
 * dead person's number in, and a login is rare enough.
 *
 * @throws {Error} when a key file can't be read.
 */
export function connectRegisters(parts: ConnectParts): PersonRegisters {
  const { config, clock } = parts
  const { persontjenesten, hpr } = config.personRegisters
  const keys = new Map<RegisterConfig, RegisterKey>()
  for (const register of [persontjenesten, hpr]) if (register !== undefined) keys.set(register, readKey(register))
  const tokens = registerTokens({
    issuer: config.issuer,
    nowSeconds: () => clock.nowSeconds(),
    keyOf: (register) => {
      const key = keys.get(register)
      if (key === undefined) throw new Error('a register without key')
      return key
    },
  })
  return {
    async lookUp(pid) {
      const [populationAnswer, hprAnswer] = await Promise.all([
        ask({ ...parts, tokens, name: 'persontjenesten', register: persontjenesten, pid, read: readPopulation }),
        ask({ ...parts, tokens, name: 'hpr', register: hpr, pid, read: readHpr }),
      ])
      return { population: populationAnswer, hpr: hprAnswer }
    },
  }
}

function readKey({ clientKeyFile }: RegisterConfig): RegisterKey {
  return keySchema.parse(JSON.parse(readFileSync(clientKeyFile, 'utf8')))
}

async function ask<Entry>(
  parts: Pick<ConnectParts, 'log' | 'metrics'> & {
    readonly tokens: RegisterTokens
    readonly name: RegisterName
    readonly register: RegisterConfig | undefined
    readonly pid: Pid
    readonly read: (answer: unknown, pid: Pid) => RegisterAnswer<Entry>
  },
): Promise<RegisterAnswer<Entry>> {
  const { name, register, pid, metrics } = parts
  if (register === undefined) return { outcome: 'off' }
  try {
    const answer = parts.read(await askRegister(register, parts.tokens, pid), pid)
    metrics.countRegister(name, answer.outcome)
    return answer
  } catch (error) {
    if (!(error instanceof RegisterFailure)) throw error
    metrics.countRegister(name, error.outcome)
    parts.log.warn({ register: name, outcome: error.outcome, detail: error.detail }, 'a register did not answer')
    return { outcome: 'silent' }
  }
}
