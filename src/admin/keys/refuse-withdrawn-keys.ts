import type { ResourceCaller } from '#src/authorization-server/own-resource.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { keysOf } from '#src/registry/client-keys.ts'
import type { AdminParts } from '../admin-parts.ts'
import { readClient } from '../clients/change-client.ts'

/**
 * Whether every key by which a machine may have got its token still counts. A stolen key that its owner has retired must
 * not register another by a token that is out: the thief would be in again, and for longer than before.
 *
 * @throws {BrokerError} `access_token_invalid`: whoever has a key that counts gets another token. {StoreUnavailable}
 */
export async function refuseWithdrawnKeys(
  { clientId, login, issuedAt }: ResourceCaller,
  { database, live, clock }: Pick<AdminParts, 'database' | 'live' | 'clock'>,
): Promise<void> {
  if (login !== undefined) return
  const versions = database.query
    .selectFrom('registry_history')
    .innerJoin('registry_revision', 'registry_revision.number', 'registry_history.revision')
    .select('after')
    .where('kind', '=', 'client')
    .where('id', '=', clientId)
    .limit(1)
  // A change within the same second counts as later, so that a doubt ends with another token. Of a client that was made in
  // that second the first version counts.
  const then =
    (await versions
      .where('at', '<', issuedAt * 1000)
      .orderBy('revision', 'desc')
      .executeTakeFirst()) ?? (await versions.orderBy('revision').executeTakeFirst())
  await live.refresh()
  const now = live.current.documents.get({ kind: 'client', id: clientId })?.text
  if (then?.after == null || then.after === now) return
  const kept = new Set(now === undefined ? [] : livingKeys(now, clock.nowSeconds()))
  if (livingKeys(then.after, issuedAt).every((thumbprint) => kept.has(thumbprint))) return
  throw new BrokerError('access_token_invalid', 'a key of the client was withdrawn since: get a new access token')
}

function livingKeys(text: string, nowSeconds: number): readonly string[] {
  return keysOf(readClient({ text }), nowSeconds)
    .filter(({ daysLeft }) => daysLeft !== 0)
    .map(({ thumbprint }) => thumbprint)
}
