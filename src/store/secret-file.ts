import { linkSync, mkdirSync, readFileSync, statSync, unlinkSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomToken } from '#src/operations/random.ts'

/** Others' read, write and execute bits. */
const othersMayTouch = 0o077

/**
 * The text of a file that only its owner may read; undefined when there is none.
 * @param name what it is, for the message. @throws {Error} when others may touch it.
 */
export function readSecretFile(file: string, name: string): string | undefined {
  const text = readIfThere(file)
  if (text !== undefined && (statSync(file).mode & othersMayTouch) !== 0) {
    throw new Error(`${name} ${file} can be read by others: run chmod 600 on it`)
  }
  return text
}

/**
 * Makes the file, mode 0600, unless there is one: of two processes that do so at once one makes it and both read the same.
 * On the disk before it has its name: a store that outlived its key after a power cut would be lost.
 */
export function createSecretFile(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const temporary = `${file}.${randomToken().slice(0, 8)}`
  writeFileSync(temporary, text, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(temporary, file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    unlinkSync(temporary)
  }
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
