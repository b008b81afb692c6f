import type { EntityKind } from './entity-kind.ts'

/**
 * Names, without `.json`, that the file of an entity may have; the first is the usual one. A colon can't stand in every
 * file name, so an API goes by what follows it; the long form is for two owners with an API of the same name.
 */
export function fileStemsOf(kind: EntityKind, id: string): readonly string[] {
  return kind === 'api' ? [id.slice(id.indexOf(':') + 1), id.replace(':', '-')] : [id]
}
