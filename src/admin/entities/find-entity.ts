import { BrokerError } from '#src/http/broker-error.ts'
import type { EntityRef } from '#src/registry/entity-kind.ts'
import type { StoredDocument } from '#src/registry/store/stored-document.ts'
import type { Actor } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'
import { isOwn } from './owner-of.ts'

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
  if (found === undefined || !isOwn(actor, found)) {
    throw new BrokerError('not_found', `there is no ${ref.kind} with this id among what is yours`)
  }
  return found
}
