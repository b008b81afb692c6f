import { readFileSync } from 'node:fs'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { readJson } from '#config/json-text.ts'
import { UsageError } from './command.ts'
import { refusePrivateKeys } from './refuse-private-keys.ts'

/**
 * One JSON object from a file, or with `-` from standard input.
 * @throws {UsageError} for anything else; never quotes what it found. {CommandFailed} for a private key.
 */
export async function readDocument(file: string, stdin: Readable): Promise<Readonly<Record<string, unknown>>> {
  const read = readJson(file === '-' ? await text(stdin) : readText(file))
  const name = file === '-' ? 'standard input' : file
  if (!read.ok) throw new UsageError(`${name} is ${read.found}`)
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)) {
    throw new UsageError(`${name} must hold one JSON object`)
  }
  refusePrivateKeys(name, read.value)
  return Object.fromEntries(Object.entries(read.value))
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`${file} can't be read`)
  }
}
