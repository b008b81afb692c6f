/** What is registered. References point from the later ones to the earlier, so this is the order in which they are told. */
export const entityKinds = ['organisation', 'api', 'client', 'delegation'] as const
export type EntityKind = (typeof entityKinds)[number]

/** One entity, by its own id: organisation number, resource, client id, or `<from>-<to>`. */
export interface EntityRef {
  readonly kind: EntityKind
  readonly id: string
}

/** One text for one entity, for sets and maps. */
export function refKey({ kind, id }: EntityRef): string {
  return `${kind} ${id}`
}

/** Whether a text out of a database or an address is a kind. */
export function isEntityKind(text: string): text is EntityKind {
  return entityKinds.some((kind) => kind === text)
}
