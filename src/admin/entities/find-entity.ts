import { BrokerError } from '#src/http/broker-error.ts'
import type { EntityRef } from '#src/registry/entity-kind.ts'
import type { StoredDocument } from '#src/registry/store/stored-document.ts'
import { type Actor, isTheirs } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'

/** Organisation number of whom a document belongs to, by the member that says so. */
function ownerOf({ kind }: EntityRef, document: object): string {
  const member = { organisation: 'organisation_number', api: 'owner', client: 'organisation', delegation: 'from' }[kind]
  return String(Reflect.get(document, member))
}

/**
 * An entity that is the actor's to see, as of now on any node.
 * @throws {BrokerError} `not_found`, also for what is not theirs: who may not see it learns nothing. {StoreUnavailable}
 */
export async function findEntity(
  { live }: Pick<AdminParts, 'live'>,
  actor: Actor,
  ref: EntityRef,
): Promise<StoredDocument> {
  await live.refresh()
  const found = live.current.documents.get(ref)
  if (found === undefined || !isTheirs(actor, ownerOf(ref, JSON.parse(found.text)))) {
    throw new BrokerError('not_found', `there is no ${ref.kind} with this id among what is yours`)
  }
  return found
}
