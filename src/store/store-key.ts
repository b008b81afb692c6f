import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Seal } from './seal.ts'
import type { Store } from './store.ts'

const keyBytes = 32
/** Others' read, write and execute bits. */
const othersMayTouch = 0o077

/**
 * The one secret that every node shares: 32 bytes, base64, in a file that only its owner may read.
 * @throws {Error} when it is missing and may not be made, open to others, or not a key.
 */
export function loadStoreKey(parts: { readonly file: string; readonly createIfMissing: boolean }): Uint8Array {
  const { file, createIfMissing } = parts
  let text = readIfThere(file)
  if (text === undefined && createIfMissing) {
    createKeyFile(file)
    text = readIfThere(file)
  }
  if (text === undefined) throw new Error(`the store key ${file} is missing: copy it from another node, mode 0600`)
  if ((statSync(file).mode & othersMayTouch) !== 0) {
    throw new Error(`the store key ${file} can be read by others: run chmod 600 on it`)
  }
  const key = Buffer.from(text.trim(), 'base64')
  if (key.length !== keyBytes) throw new Error(`${file} is not a store key: it must hold ${keyBytes} bytes in base64`)
  return key
}

/** A linked temporary file: of two processes that start together one makes the key and both read the same. */
function createKeyFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${randomBytes(6).toString('hex')}`
  // On the disk before it has its name: a store that outlived its key after a power cut would be lost.
  writeFileSync(temporary, `${randomBytes(keyBytes).toString('base64')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(temporary, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    unlinkSync(temporary)
  }
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

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
