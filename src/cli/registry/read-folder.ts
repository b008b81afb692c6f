import { basename } from 'node:path'
import { readJson } from '#config/json-text.ts'
import { describeFound, oneOf, type Problem } from '#config/problem.ts'
import { refKey } from '#src/registry/entity-kind.ts'
import { fileStemsOf } from '#src/registry/file-stems.ts'
import { type RegistryDocument, readRegistryTree } from '#src/registry/read-registry-tree.ts'
import { RegistryProblems } from '#src/registry/registry-problems.ts'
import { documentsToChanges } from '#src/registry/seed/documents-to-changes.ts'
import type { Change } from '#src/registry/store/change.ts'
import { refusePrivateKeys } from '../refuse-private-keys.ts'

/** A folder of registry files as changes, and which file each comes from. */
export interface RegistryFolder {
  readonly changes: readonly Change[]
  /** By `refKey`. */
  readonly fileOf: ReadonlyMap<string, string>
}

/**
 * Reads every file. What only this machine can see is judged here (names, JSON, two files for one entity); the rest is
 * for the registry itself, which knows what it is compared with.
 *
 * @throws {RegistryProblems} with every problem. {CommandFailed} for a private key.
 */
export function readFolder(dir: string): RegistryFolder {
  const { documents, problems } = readRegistryTree(dir)
  const changes = documentsToChanges(documents)
  const all = [
    ...problems,
    ...documents.flatMap((document, at) => judge(document, changes[at])),
    ...twice(documents, changes),
  ]
  if (all.length > 0) throw new RegistryProblems(all)
  documents.forEach(({ file }, at) => {
    refusePrivateKeys(file, changes[at]?.document)
  })
  return { changes, fileOf: new Map(changes.map((change, at) => [refKey(change), documents[at]?.file ?? ''])) }
}

function judge({ file, kind, text }: RegistryDocument, change: Change | undefined): readonly Problem[] {
  const read = readJson(text)
  if (!read.ok) return [{ file, path: '', found: read.found, allowed: 'one JSON object' }]
  // Null would take the entity away, which no file does.
  if (typeof read.value !== 'object' || read.value === null || Array.isArray(read.value)) {
    return [{ file, path: '', found: describeFound(read.value), allowed: 'one JSON object' }]
  }
  const stems = fileStemsOf(kind, change?.id ?? '')
  if (stems.includes(basename(file, '.json'))) return []
  const allowed = `the file named for its entity: ${oneOf(stems.map((stem) => `${stem}.json`))}`
  return [{ file, path: '', found: describeFound(basename(file)), allowed }]
}

function twice(documents: readonly RegistryDocument[], changes: readonly Change[]): readonly Problem[] {
  const first = new Map<string, string>()
  return changes.flatMap((change, at) => {
    const file = documents[at]?.file ?? ''
    const earlier = first.get(refKey(change))
    if (earlier === undefined) first.set(refKey(change), file)
    return earlier === undefined
      ? []
      : [
          {
            file,
            path: '',
            found: `${change.kind} ${change.id} a second time`,
            allowed: `one file (${earlier} has it)`,
          },
        ]
  })
}
