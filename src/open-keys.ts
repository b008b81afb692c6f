import type { Config } from '#config/schema.ts'
import { KeyRotation } from './keys/key-rotation.ts'
import { LiveKeys } from './keys/live-keys.ts'
import { SigningKeyStore } from './keys/signing-key-store.ts'
import type { Clock } from './operations/clock.ts'
import type { Log } from './operations/log.ts'
import type { Database } from './store/database.ts'
import type { Seal } from './store/seal.ts'

/** The keys that tokens are signed with, and what replaces them. @throws {StoreUnavailable} {Error} when they can't be opened. */
export async function openKeys(parts: {
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
