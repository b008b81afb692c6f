import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Config } from '#config/schema.ts'
import type { AdapterKind } from '#idp-adapters/contract.ts'
import { commitRotation } from './admin/signing-keys/commit-rotation.ts'
import { createApp } from './app.ts'
import { renewCertificate, serve } from './http/serve.ts'
import { KeyRotation } from './keys/key-rotation.ts'
import { LiveKeys } from './keys/live-keys.ts'
import { SigningKeyStore } from './keys/signing-key-store.ts'
import { loadProviders } from './load-providers.ts'
import { warnOfProviders } from './login/warn-of-providers.ts'
import { type Durable, openDurable } from './open-durable.ts'
import { startRegistry } from './open-registry.ts'
import { Background } from './operations/background.ts'
import type { Clock } from './operations/clock.ts'
import type { Log } from './operations/log.ts'
import { Metrics } from './operations/metrics.ts'
import { connectRegisters } from './person/registers/connect-registers.ts'
import type { Database } from './store/database.ts'
import { openStore } from './store/open-store.ts'
import { Seal } from './store/seal.ts'
import { checkStoreKey, loadStoreKey } from './store/store-key.ts'

/** Milliseconds that requests under way get to finish when the broker is told to stop. */
const drainMilliseconds = 10_000

/** How often this node looks for a newer registry: a change is in force everywhere well within a second. */
const followMilliseconds = 250

/** How soon a key that an operator replaced at once is in use on every node. */
const followKeysMilliseconds = 2000
/** How often this node looks whether a signing key has grown old. */
const rotateMilliseconds = 600_000

/** A broker that listens. */
export interface RunningBroker {
  readonly port: number
  /** Reads the certificate files again, after they were renewed. @throws {Error} when they are no pair. */
  renewCertificate(): void
  /** Stops taking requests, lets those under way finish, closes the store. */
  close(): Promise<void>
}

/**
 * Opens every part and listens, in the order in which a failure says most: settings first, then the stores and the
 * registry in them, then the ports.
 *
 * @throws {RegistryProblems} {StoreUnavailable} {Error} with what the operator must mend; nothing is left open.
 */
export async function startBroker(parts: {
  readonly config: Config
  readonly kinds: readonly AdapterKind[]
  readonly clock: Clock
  readonly log: Log
}): Promise<RunningBroker> {
  const { config, kinds, clock, log } = parts
  const providers = loadProviders(config, kinds, clock)
  const metrics = new Metrics()
  const personRegisters = connectRegisters({ config, clock, log, metrics })
  const storeKey = loadStoreKey({ file: config.storeKeyFile, createIfMissing: true })
  const store = await openStore({
    dataDir: config.dataDir,
    now: () => clock.nowMilliseconds(),
    ...(config.redisUrl === undefined ? {} : { redisUrl: config.redisUrl }),
  })
  let durable: Durable | undefined
  try {
    const seal = new Seal(storeKey)
    // A store that evicts, or takes no writes, is not found out by the first login.
    await store.check()
    await checkStoreKey(store, seal)
    durable = await openDurable({ config, store, storeKey, seal, clock, log })
    const { database, audit, close: closeDurable } = durable
    const { live, store: registryStore } = await startRegistry({ config, database, audit, clock, log, storeKey })
    warnOfProviders({ log, providers, registry: live.registry, environment: config.environment })
    const { keys, rotation } = await openKeys({ config, database, seal, clock, log })
    const background = new Background(log)
    background.every(followMilliseconds, 'registry', () => live.follow())
    background.every(followKeysMilliseconds, 'signing keys', () => keys.follow())
    const byItself = commitRotation(audit, { kind: 'broker' }, 'its time has come')
    background.every(rotateMilliseconds, 'key rotation', () => rotation.rotateWhenDue(byItself))
    metrics.watchRegistry(() => live)
    let draining = false
    const listener = createApp({
      config,
      live,
      registryStore,
      store,
      database,
      audit,
      storeKey,
      keys,
      rotation,
      providers,
      personRegisters,
      clock,
      log,
      metrics,
      background,
      isDraining: () => draining,
    })
    const server = serve(listener, config.tls)
    const operations = metrics.server()
    await listen(server, config.port, config.host)
    await listen(operations, config.operationsPort, '127.0.0.1')
    log.info({ issuer: config.issuer, environment: config.environment, revision: live.revision }, 'listening')
    return {
      port: (server.address() as AddressInfo).port,
      renewCertificate: () => renewCertificate(server, config.tls),
      close: async () => {
        draining = true
        await Promise.all([close(server), close(operations), background.stop()])
        await closeDurable()
        await store.close()
      },
    }
  } catch (error) {
    await durable?.close()
    await store.close()
    throw error
  }
}

async function openKeys(parts: {
  readonly config: Config
  readonly database: Database
  readonly seal: Seal
  readonly clock: Clock
  readonly log: Log
}) {
  const { clock, log } = parts
  const { retentionSeconds, publishAheadSeconds, rotateAfterSeconds } = parts.config.signingKeys
  const store = new SigningKeyStore(parts)
  const keys = await LiveKeys.open({ store, clock, log, retentionSeconds })
  return { keys, rotation: new KeyRotation({ store, live: keys, clock, publishAheadSeconds, rotateAfterSeconds }) }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const giveUp = setTimeout(() => server.closeAllConnections(), drainMilliseconds)
    giveUp.unref()
    server.close(() => {
      clearTimeout(giveUp)
      resolve()
    })
    server.closeIdleConnections()
  })
}
