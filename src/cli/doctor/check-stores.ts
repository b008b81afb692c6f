import type { Config } from '#config/schema.ts'
import { openRegistry } from '#src/open-registry.ts'
import { systemClock as clock } from '#src/operations/clock.ts'
import { operatorKeysOf } from '#src/registry/built-in/operator-keys.ts'
import type { PlanBase } from '#src/registry/store/plan-base.ts'
import { type BrokerParts, withBrokerParts } from '../offline/open-broker-parts.ts'
import { checkTrail } from './check-trail.ts'
import { bad, type Finding, ok, warn } from './finding.ts'

/** What the stores hold, and how they are. */
export interface StoresChecked {
  readonly findings: readonly Finding[]
  /** The registry, if it could be read. */
  readonly base: PlanBase | undefined
}

/** Opens the stores as the broker would, reads, and closes them. Changes nothing. */
export async function checkStores(config: Config, stderr: NodeJS.WritableStream): Promise<StoresChecked> {
  try {
    return await withBrokerParts(config, { schema: 'leave', create: false, stderr }, look)
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { findings: [bad('stores', text, 'the broker does not start like this either')], base: undefined }
  }
}

async function look(parts: BrokerParts): Promise<StoresChecked> {
  const { config, database, store } = parts
  await store.check()
  await database.check()
  const { live } = await openRegistry({ ...parts, clock })
  const base = live.current
  return {
    base,
    findings: [
      ok('state store', config.redisUrl === undefined ? 'embedded' : 'Redis'),
      ok('database', `${database.kind}, registry revision ${live.revision}`),
      await checkTrail(parts),
      operatorKeysOf(base.documents).length === 0
        ? warn('operator', 'no key is registered', 'run tillit operator init')
        : ok('operator', `${operatorKeysOf(base.documents).length} keys registered`),
    ],
  }
}
