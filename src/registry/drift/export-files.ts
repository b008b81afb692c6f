import { isBuiltIn } from '../built-in/check-built-in.ts'
import { entitySchemas } from '../entity-form.ts'
import { compareIds } from '../entity-index.ts'
import { type EntityKind, entityKinds } from '../entity-kind.ts'
import { fileStemsOf } from '../file-stems.ts'
import type { Documents } from '../store/documents.ts'
import type { StoredDocument } from '../store/stored-document.ts'

const folders: Readonly<Record<EntityKind, string>> = {
  organisation: 'organisations/',
  api: 'apis/',
  client: '',
  delegation: 'delegations/',
}

/**
 * Everything that is registered as files, text by path; read back they are the same registry. The broker's own entities
 * are left out. Pure: who calls it writes them.
 *
 * @throws {Error} when two APIs would need the same file name.
 */
export function exportFiles(documents: Documents): ReadonlyMap<string, string> {
  const files = new Map<string, string>()
  for (const kind of entityKinds) {
    const own = [...documents.of(kind).values()].filter((document) => !isBuiltIn(document))
    for (const document of own.sort((a, b) => compareIds(a.id, b.id))) {
      const path = pathsOf(document).find((candidate) => !files.has(candidate))
      // Leaving one out would look like a registry without it.
      if (path === undefined) throw new Error(`${document.id} has no file name of its own`)
      files.set(path, textOf(document))
    }
  }
  return files
}

/** Names that a file of this entity may have. An API goes by its short name, if no other has taken it. */
function pathsOf({ kind, id }: StoredDocument): readonly string[] {
  return fileStemsOf(kind, id).map((stem) => `${folders[kind]}${stem}.json`)
}

function textOf({ kind, text }: StoredDocument): string {
  const up = folders[kind] === '' ? './' : '../'
  const wire = entitySchemas[kind].parse(JSON.parse(text))
  return `${JSON.stringify({ $schema: `${up}schemas/${kind}.schema.json`, ...wire }, undefined, 2)}\n`
}
