import { randomBytes } from 'node:crypto'
import type { Seal } from './seal.ts'
import { createSecretFile, readSecretFile } from './secret-file.ts'
import type { Store } from './store.ts'

const keyBytes = 32

/**
 * The one secret that every node shares: 32 bytes, base64, in a file that only its owner may read.
 * @throws {Error} when it is missing and may not be made, open to others, or not a key.
 */
export function loadStoreKey(parts: { readonly file: string; readonly createIfMissing: boolean }): Uint8Array {
  const { file, createIfMissing } = parts
  let text = readSecretFile(file, 'the store key')
  if (text === undefined && createIfMissing) {
    createSecretFile(file, `${randomBytes(keyBytes).toString('base64')}\n`)
    text = readSecretFile(file, 'the store key')
  }
  if (text === undefined) throw new Error(`the store key ${file} is missing: copy it from another node, mode 0600`)
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== keyBytes) throw new Error(`${file} is not a store key: it must hold ${keyBytes} bytes in base64`)
  return key
}

/**
 * Makes sure that this node's key is the one that the store was begun with.
 * @throws {Error} on another key: nothing that this node wrote could be read by the others.
 */
export async function checkStoreKey(store: Store, seal: Seal): Promise<void> {
  // A fixed name: a key's own digest would differ from node to node, and nobody would notice.
  const key = 'store-key-check'
  await store.commit({ absent: [key], writes: [{ key, value: seal.seal(key, 'tillit'), ttlSeconds: undefined }] })
  const [sealed] = await store.read([key])
  try {
    if (sealed !== undefined && seal.open(key, sealed) === 'tillit') return
  } catch {
    // Falls through: it was sealed with another key.
  }
  throw new Error('the store was begun with another store key: give this node the key file of the others')
}
