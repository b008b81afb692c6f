import { StoreUnavailable } from '#src/store/store.ts'
import { type BuiltInJwk, builtInEntities } from '../built-in/entities.ts'
import { operatorKeysOf, withOperatorKey } from '../built-in/operator-keys.ts'
import { checkRegistryFiles, type LoadOptions } from '../load-registry-files.ts'
import { type RegistryDocument, readRegistryTree } from '../read-registry-tree.ts'
import type { Author, Change } from '../store/change.ts'
import type { LiveRegistry } from '../store/live-registry.ts'
import type { RegistryStore } from '../store/registry-store.ts'
import { documentsToChanges } from './documents-to-changes.ts'

/** Times that the first start waits for another node that is just filling the store. */
const attempts = 30

const author: Author = { kind: 'broker', id: 'tillit' }

/** What a start makes sure of. */
export interface SeedParts {
  readonly live: LiveRegistry
  readonly store: RegistryStore
  readonly registryDir: string
  readonly options: LoadOptions
  readonly issuer: string
  readonly consoleJwk: BuiltInJwk
  /** A key that is to be registered for the operator, if there is one. */
  readonly operatorJwk?: BuiltInJwk
}

/**
 * Fills an empty store with the files and the broker's own entities, as its first revision; from then on the store is the
 * truth and files are not looked at. Later starts only bring the broker's own entities up to date.
 *
 * @throws {RegistryProblems} with every problem of every file, and the store stays empty. {StoreUnavailable}
 */
export async function seedRegistry(parts: SeedParts): Promise<void> {
  const files = parts.live.revision === 0 ? readFiles(parts) : undefined
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fill(parts, files)
    } catch (error) {
      // Another node holds the first revision longer than a statement may wait.
      if (!(error instanceof StoreUnavailable) || files === undefined || attempt === attempts) throw error
    }
  }
}

async function fill(parts: SeedParts, files: readonly RegistryDocument[] | undefined): Promise<void> {
  await parts.live.refresh()
  const changes = ownEntities(parts)
  if (files !== undefined && parts.live.revision === 0) {
    const reason = `first start: ${files.length} files`
    await parts.store.applyBuiltIn({ changes: [...changes, ...documentsToChanges(files)], author, reason })
    return
  }
  await parts.store.applyBuiltIn({ changes, author, reason: "the broker's own entities" })
}

function ownEntities({ live, issuer, consoleJwk, operatorJwk }: SeedParts): readonly Change[] {
  const known = operatorKeysOf(live.current.documents)
  const operatorJwks = operatorJwk === undefined ? known : withOperatorKey(known, operatorJwk)
  return builtInEntities({ issuer, consoleJwk, operatorJwks })
}

/** Judged as files, so that what is wrong is told by file and place. */
function readFiles(parts: SeedParts): readonly RegistryDocument[] {
  const tree = readRegistryTree(parts.registryDir)
  checkRegistryFiles(tree, { ...parts.options, beside: asDocuments(ownEntities(parts)) })
  return tree.documents
}

function asDocuments(changes: readonly Change[]): readonly RegistryDocument[] {
  return changes.map(({ kind, id, document }) => ({
    kind,
    file: `(built in)/${id.replace(':', '-')}.json`,
    text: JSON.stringify(document),
  }))
}
