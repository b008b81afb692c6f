import { entityWords } from '#src/admin/entities/entity-words.ts'
import type { EntityKind, EntityRef } from '#src/registry/entity-kind.ts'
import type { OperationKey } from '../call/operations-by-key.ts'

/** The page of an entity. Ids have no character that an address would need encoded, but for what `encodeURIComponent` knows. */
export function pathOf({ kind, id }: EntityRef): string {
  return `/admin/${entityWords[kind].path}/${encodeURIComponent(id).replaceAll('%3A', ':')}`
}

/** Operations of one kind, as the admin API calls them. */
export function entityKeys(kind: EntityKind) {
  const { path } = entityWords[kind]
  return {
    list: `GET /${path}`,
    get: `GET /${path}/{id}`,
    put: `PUT /${path}/{id}`,
    revisions: `GET /${path}/{id}/revisions`,
  } as const satisfies Record<string, OperationKey>
}
