import { BrokerError } from '#src/http/broker-error.ts'
import { type ClientWire, clientSchema } from '#src/registry/client-schema.ts'
import type { StoredDocument } from '#src/registry/store/stored-document.ts'
import type { AdminParts } from '../admin-parts.ts'
import { type ActorsChange, applyChange } from '../apply-change.ts'
import { findEntity } from '../entities/find-entity.ts'

/** Times that a change is made again because somebody else changed the client meanwhile. */
const attempts = 5

/**
 * Changes one client from what it is now to what it becomes: for operations that say what to do, not what the whole is to
 * be. When somebody else is faster it is done again, on what is there then.
 *
 * @param change `to` throws what it refuses; undefined leaves the client as it is.
 * @throws {BrokerError} `not_found`, and as {@link applyChange}. {StoreUnavailable}
 */
export async function changeClient(
  parts: AdminParts,
  change: Pick<ActorsChange, 'actor' | 'reason' | 'permit'> & {
    readonly clientId: string
    readonly to: (wire: ClientWire) => ClientWire | undefined
  },
): Promise<void> {
  const { clientId, to, ...rest } = change
  const ref = { kind: 'client', id: clientId } as const
  for (let attempt = 1; ; attempt += 1) {
    const found = await findEntity(parts, change.actor, ref)
    const document = to(readClient(found))
    if (document === undefined) return
    try {
      const expected = [{ ...ref, revision: found.revision }]
      await applyChange(parts, { ...rest, changes: [{ ...ref, document }], expected })
      return
    } catch (error) {
      const isRace = error instanceof BrokerError && error.reason === 'precondition_failed'
      if (!isRace || attempt === attempts) throw error
    }
  }
}

/** A client's document as it is kept. It was checked when it was written. */
export function readClient({ text }: Pick<StoredDocument, 'text'>): ClientWire {
  return clientSchema.parse(JSON.parse(text))
}
