import { chmodSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Milliseconds that a broker's start waits for a command that is at work. */
const startMilliseconds = 10_000
/** SQLite's primary result code, the low byte of an extended one. */
const sqliteBusy = 5

/** Held until it is let go, or the process ends in whatever way. */
export interface DataLock {
  release(): void
}

/** The file in the data folder by which brokers and commands know of each other. */
export function brokerLockFile(dataDir: string): string {
  return join(dataDir, 'broker.lock')
}

/**
 * Says that somebody uses the data folder, beside others who do. A lock of the operating system, by way of SQLite, and no
 * file with a process id: `kill -9` leaves nothing behind.
 *
 * @throws {Error} when somebody has it alone, and keeps it.
 */
export function shareLock(file: string): DataLock {
  const lock = openLock(file, startMilliseconds)
  try {
    // The read takes the lock, and the open transaction keeps it.
    lock.exec('BEGIN; SELECT count(*) FROM sqlite_master')
    return { release: () => lock.close() }
  } catch (error) {
    lock.close()
    throw isBusy(error)
      ? new Error(`a tillit command is at work on ${dirname(file)}: try again when it is done`)
      : error
  }
}

/** The same alone. @returns undefined when anybody else has it. */
export function takeLock(file: string, patienceMilliseconds: number): DataLock | undefined {
  const lock = openLock(file, patienceMilliseconds)
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return { release: () => lock.close() }
  } catch (error) {
    lock.close()
    if (isBusy(error)) return undefined
    throw error
  }
}

function openLock(file: string, timeout: number): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const lock = new DatabaseSync(file, { timeout })
  chmodSync(file, 0o600)
  return lock
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === sqliteBusy
}
