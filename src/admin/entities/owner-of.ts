import type { EntityKind } from '#src/registry/entity-kind.ts'
import type { StoredDocument } from '#src/registry/store/stored-document.ts'
import { type Actor, isOperator } from '../actor.ts'

const members: Readonly<Record<EntityKind, string>> = {
  organisation: 'organisation_number',
  api: 'owner',
  client: 'organisation',
  delegation: 'from',
}

/** Organisation number of whom a document belongs to, by the member that says so. @param text its JSON. */
export function ownerOf(kind: EntityKind, text: string): string {
  return String(Reflect.get(Object(JSON.parse(text)), members[kind]))
}

/** Whether a document is the actor's to see. Reads it only for those who don't see everything. */
export function isOwn(actor: Actor, { kind, text }: Pick<StoredDocument, 'kind' | 'text'>): boolean {
  return isOperator(actor) || actor.organisations.has(ownerOf(kind, text))
}
