/** Entities by id. */
export interface EntityIndex<Entity> {
  get(id: string): Entity | undefined
  /** In the order of their code units, the same on every node. */
  ids(): readonly string[]
}

/** An index over a map. */
export function indexOfMap<Entity>(entities: ReadonlyMap<string, Entity>): EntityIndex<Entity> {
  return { get: (id) => entities.get(id), ids: () => [...entities.keys()].sort(compareIds) }
}

/** By code unit, not by locale: every node must come to the same order. */
export function compareIds(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
