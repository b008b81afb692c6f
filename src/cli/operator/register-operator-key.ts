import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '#config/schema.ts'
import { makeOperatorKey, type OperatorPublicJwk, operatorKeyFile } from '#src/keys/operator-key.ts'
import { type OpenRegistry, openRegistry, startRegistry } from '#src/open-registry.ts'
import { systemClock as clock } from '#src/operations/clock.ts'
import { builtInEntities } from '#src/registry/built-in/entities.ts'
import { operatorClientId } from '#src/registry/built-in/names.ts'
import { operatorKeysOf } from '#src/registry/built-in/operator-keys.ts'
import { RegistryProblems } from '#src/registry/registry-problems.ts'
import { RegistryConflict } from '#src/registry/store/refusals.ts'
import { brokerLockFile, type DataLock, takeLock } from '#src/store/data-lock.ts'
import { operatingSystem } from '../api/operating-system.ts'
import { CommandFailed } from '../command-failed.ts'
import { type BrokerParts, withBrokerParts } from '../offline/open-broker-parts.ts'

/** Milliseconds that one run waits for another to be done. */
const patienceMilliseconds = 10_000

interface Registration {
  /** Whether a key that is registered makes way. */
  readonly replace: boolean
  readonly reason: string
  readonly stderr: NodeJS.WritableStream
}

export interface RegisteredKey {
  readonly file: string
  readonly kid: string
  /** Of the registry, in which it is registered. */
  readonly revision: number
}

/**
 * Makes the operator's key and registers it, under a lock in the data folder and, over all nodes, by the version of the
 * operator's client in the registry: of several runs at once one does it.
 *
 * @throws {CommandFailed} when there is a key already, or another run was first; nothing is changed then.
 * {RegistryProblems} when the store is empty and the files that would fill it are wrong. {StoreUnavailable} {Error}
 */
export async function registerOperatorKey(config: Config, registration: Registration): Promise<RegisteredKey> {
  const own = takeLock(join(config.dataDir, 'operator.lock'), patienceMilliseconds)
  if (own === undefined) throw new CommandFailed('Another tillit operator init is at work. Nothing was changed.')
  // Held if no broker runs: then the schema may be brought up to date, or a new data folder begun.
  let alone: DataLock | undefined
  try {
    alone = config.databaseUrl === undefined ? takeLock(brokerLockFile(config.dataDir), 0) : undefined
    const schema = config.databaseUrl === undefined && alone === undefined ? 'leave' : 'update'
    const { stderr } = registration
    return await withBrokerParts(config, { schema, create: true, stderr }, (parts) => register(parts, registration))
  } finally {
    alone?.release()
    own.release()
  }
}

async function register(parts: BrokerParts, { replace, reason }: Registration): Promise<RegisteredKey> {
  const file = operatorKeyFile(parts.config.dataDir)
  const registry = await openRegistry({ ...parts, clock })
  // As the broker does at its first start: an empty store is filled with the files first.
  if (registry.live.revision === 0) {
    await startRegistry({ ...parts, clock }).catch((error: unknown) => tellEmpty(error, parts.config))
    await registry.live.refresh()
  }
  const registered = operatorKeysOf(registry.live.current.documents).map(({ kid }) => String(kid))
  if (!replace) refuseSecond(file, registered)
  const fresh = replace ? `${file}.new` : file
  const isNew = !existsSync(fresh)
  if (replace) rmSync(fresh, { force: true })
  try {
    const jwk = makeOperatorKey(fresh)
    const revision = await apply(registry, { issuer: parts.config.issuer, jwk, reason })
    if (replace) renameSync(fresh, file)
    return { file, kid: jwk.kid, revision }
  } catch (error) {
    // A key that nobody knows of would look like one that works.
    if (isNew || replace) rmSync(fresh, { force: true })
    throw error instanceof RegistryConflict
      ? new CommandFailed('Somebody else has just registered a key for the operator. Nothing was changed.')
      : error
  }
}

function tellEmpty(error: unknown, { registryDir }: Config): never {
  if (!(error instanceof RegistryProblems)) throw error
  throw new CommandFailed(
    `The store is empty: the files of ${registryDir} fill it first, as at the broker's first start. ${error.message}`,
  )
}

function refuseSecond(file: string, registered: readonly string[]): void {
  if (registered.length === 0) return
  const isHere = existsSync(file) && registered.includes(makeOperatorKey(file).kid)
  const how = 'If it is lost, or known to others: tillit operator init --replace --reason "…"'
  throw new CommandFailed(
    isHere
      ? `The operator has its key: ${file}. Nothing was changed.\n${how}`
      : `A key is registered for the operator, and it is not in ${file}: copy the file from where it was made. Nothing was changed.\n${how}`,
  )
}

async function apply(
  { live, store }: OpenRegistry,
  { issuer, jwk, reason }: { readonly issuer: string; readonly jwk: OperatorPublicJwk; readonly reason: string },
): Promise<number> {
  const ref = { kind: 'client', id: operatorClientId } as const
  // Of the broker's own entities this one alone: the console's key is not looked at.
  const changes = builtInEntities({ issuer, consoleJwk: {}, operatorJwks: [{ ...jwk }] }).filter(
    ({ id }) => id === ref.id,
  )
  const { user: osUser, host: osHost } = operatingSystem()
  const { revision } = await store.applyBuiltIn({
    changes,
    author: { kind: 'operator', id: operatorClientId, osUser, osHost },
    reason,
    expected: [{ ...ref, revision: live.current.documents.get(ref)?.revision ?? 0 }],
  })
  return revision
}
