import type { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { etagOf } from '#src/registry/store/etag.ts'
import type { StoredDocument } from '#src/registry/store/stored-document.ts'
import type { Actor } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'
import { type ActorsChange, applyChange } from '../apply-change.ts'
import type { CallHeaders } from '../operation.ts'
import { type AccessEntry, type accessAnswer, accessOf } from './access-forms.ts'
import { showAccess } from './show-access.ts'

/**
 * Sets one entry of a client's access, as a revision of the very version that was looked at.
 *
 * @throws {BrokerError} `precondition_failed` when somebody has changed the client meanwhile, and what
 * {@link applyChange} refuses.
 */
export async function changeAccess(
  parts: AdminParts,
  change: Pick<ActorsChange, 'permit'> & {
    readonly actor: Actor
    readonly client: StoredDocument
    readonly entry: AccessEntry
    readonly headers: CallHeaders
  },
): Promise<z.output<typeof accessAnswer>> {
  const { actor, client, entry, headers, permit } = change
  const { kind, id, revision, text } = client
  const entries = accessOf(text)
  const at = entries.findIndex(({ scope }) => scope === entry.scope)
  const access = at === -1 ? [...entries, entry] : entries.with(at, entry)
  await applyChange(parts, {
    actor,
    reason: headers.reason,
    changes: [{ kind, id, document: { ...JSON.parse(text), access } }],
    expected: [{ kind, id, revision }],
    ...(permit === undefined ? {} : { permit }),
  })
  const changed = parts.live.current.documents.get({ kind, id })
  const [shown] = await showAccess(parts, [{ client_id: id, scope: entry.scope }])
  if (changed === undefined || shown === undefined) throw new BrokerError('not_found', 'the client is gone again')
  return { etag: etagOf(changed), access: shown }
}

/**
 * Holds the caller to the version of the client that it has seen, if it says which: before anything else is judged.
 * @throws {BrokerError} `precondition_failed`
 */
export function checkVersion(client: StoredDocument, { ifMatch }: CallHeaders): void {
  if (ifMatch === undefined || ifMatch.trim() === etagOf(client)) return
  throw new BrokerError('precondition_failed', 'somebody else has changed it since you looked at it')
}

/** The end of an access that is given or asked for. @throws {BrokerError} `change_refused` when it is over already. */
export function checkValidUntil(validUntil: string | undefined, nowMilliseconds: number): void {
  if (validUntil === undefined || Date.parse(validUntil) > nowMilliseconds) return
  const problem = { pointer: '/valid_until', found: 'a time that is past', allowed: 'a time to come' }
  throw new ProblemError('change_refused', 'the access would be over already', [problem])
}
