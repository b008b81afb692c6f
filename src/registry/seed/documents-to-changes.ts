import { readJson } from '#config/json-text.ts'
import { delegationId } from '../delegation.ts'
import type { EntityKind } from '../entity-kind.ts'
import type { RegistryDocument } from '../read-registry-tree.ts'
import type { Change } from '../store/change.ts'

/** Registry files as changes. A file whose id can't be read goes by its name: what is wrong with it is told by the checks. */
export function documentsToChanges(documents: readonly RegistryDocument[]): readonly Change[] {
  return documents.map(({ kind, file, text }) => {
    const read = readJson(text)
    const document = read.ok ? read.value : null
    return { kind, id: idIn(kind, document) ?? file.replace(/^.*\/|\.json$/g, ''), document }
  })
}

/** The id that a document of this kind says it has. */
function idIn(kind: EntityKind, document: unknown): string | undefined {
  const member = (name: string) => {
    const value: unknown = Object(document)[name]
    return typeof value === 'string' ? value : undefined
  }
  switch (kind) {
    case 'organisation':
      return member('organisation_number')
    case 'api':
      return member('resource')
    case 'client':
      return member('client_id')
    case 'delegation': {
      const [from, to] = [member('from'), member('to')]
      return from === undefined || to === undefined ? undefined : delegationId(from, to)
    }
  }
}
