import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { Config, IdentityProviderConfig } from '#config/schema.ts'
import { type AdapterKind, AdapterSettingsError } from '#idp-adapters/contract.ts'
import type { Provider } from './login/providers.ts'
import type { Clock } from './operations/clock.ts'

const clientKeySchema = z.looseObject({ kty: z.string(), kid: z.string(), alg: z.string(), d: z.string() })

/**
 * Builds the configured identity providers from the kinds that are shipped.
 * @throws {Error} with every problem of every provider's settings, one a line.
 */
export function loadProviders(config: Config, kinds: readonly AdapterKind[], clock: Clock): readonly Provider[] {
  const problems: string[] = []
  const providers = config.identityProviders
    .filter(({ enabled }) => enabled)
    .flatMap((entry) => {
      try {
        return [loadProvider(entry, config, kinds, clock)]
      } catch (error) {
        const prefix = `identity_providers.${entry.id}.settings`
        if (!(error instanceof AdapterSettingsError)) throw error
        problems.push(...error.problems.map((p) => `${prefix}.${p.path}: found ${p.found}, allowed ${p.allowed}`))
        return []
      }
    })
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return providers
}

function loadProvider(
  entry: IdentityProviderConfig,
  config: Config,
  kinds: readonly AdapterKind[],
  clock: Clock,
): Provider {
  const kind = kinds.find((candidate) => candidate.kind === entry.kind)
  if (kind === undefined) {
    const allowed = kinds.map((candidate) => candidate.kind).join(', ')
    throw new AdapterSettingsError([{ path: '(kind)', found: entry.kind, allowed }])
  }
  const clientKey = clientKeySchema.parse(JSON.parse(readFileSync(entry.clientKeyFile, 'utf8')))
  const adapter = kind.create(entry.settings, {
    providerId: entry.id,
    environment: config.environment,
    now: () => clock.nowSeconds(),
    fetch,
    clientKey,
  })
  const { id, name, levelCap } = entry
  return { id, adapter, name, levelCap, ...(entry.note === undefined ? {} : { note: entry.note }) }
}
