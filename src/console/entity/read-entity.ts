import type { EntityRef } from '#src/registry/entity-kind.ts'
import { type Document, documentForm } from '../call/forms.ts'
import { perform, type SignedIn } from '../call/signed-in.ts'
import { entityKeys } from './entity-paths.ts'

/** A document with the ETag of the version that it is. */
export interface ReadEntity extends EntityRef {
  readonly document: Document
  readonly etag: string
}

/** @throws {BrokerError} `not_found`, also for what is not the person's to see. */
export async function readEntity(signedIn: SignedIn, ref: EntityRef): Promise<ReadEntity> {
  const { body, etag = '' } = await perform(signedIn, entityKeys(ref.kind).get, { params: { id: ref.id } })
  return { ...ref, document: documentForm.parse(body), etag }
}
