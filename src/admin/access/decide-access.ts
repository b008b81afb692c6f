import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import type { Author } from '#src/registry/store/change.ts'
import type { StoredDocument } from '#src/registry/store/stored-document.ts'
import { type Actor, isOperator, isTheirs } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'
import { ownerOf } from '../entities/owner-of.ts'
import type { CallHeaders } from '../operation.ts'
import { requireReason } from '../require-reason.ts'
import { type AccessEntry, type accessAnswer, accessNamed, accessOf } from './access-forms.ts'
import { changeAccess, checkValidUntil, checkVersion } from './change-access.ts'

/** A decision as it is sent. */
export const decisionForm = z.strictObject({
  ...accessNamed,
  decision: z.enum(['approve', 'refuse', 'revoke']),
})

type Decision = z.output<typeof decisionForm>

/** From which states each decision leads on, and where to. */
const steps = {
  approve: { from: ['requested', 'approved', 'refused', 'revoked'], to: 'approved' },
  refuse: { from: ['requested'], to: 'refused' },
  revoke: { from: ['approved'], to: 'revoked' },
} as const satisfies Record<
  Decision['decision'],
  { readonly from: readonly AccessEntry['status'][]; readonly to: AccessEntry['status'] }
>

/**
 * Decides on access in the name of the API's owner, as one revision that names both. Who decides must administer the
 * owner, or be an operator; and an operator does not decide what it has asked for itself, unless the API is its own.
 *
 * @param onBehalfOf the owner, when somebody else names it; it must be the one.
 * @throws {BrokerError} `not_found` `change_not_allowed` `change_refused` `precondition_failed`
 */
export async function decideAccess(
  parts: AdminParts,
  call: { readonly actor: Actor; readonly headers: CallHeaders; readonly body: Decision; readonly onBehalfOf?: string },
): Promise<z.output<typeof accessAnswer>> {
  const { actor, headers, body } = call
  const { client, before, owner } = await find(parts, actor, body)
  const refusal = whyNot(actor, { before, owner, onBehalfOf: call.onBehalfOf })
  if (refusal !== undefined) throw new BrokerError('change_not_allowed', refusal)
  checkVersion(client, headers)
  const entry = entryOf(body, before, { actor, headers, owner, nowMilliseconds: parts.clock.nowMilliseconds() })
  const author: Author = { ...actor.author, onBehalfOf: owner }
  return changeAccess(parts, {
    actor: { ...actor, author },
    client,
    entry,
    headers,
    // Of the client nothing but this entry changes. Whether the API is still its owner's is seen in the same turn.
    permit: () => {
      if (ownerOfScope(parts, body.scope) === owner) return []
      return [
        { kind: 'client', id: client.id, pointer: '/access', found: 'an API with a new owner', allowed: 'its own' },
      ]
    },
  })
}

function ownerOfScope({ live }: AdminParts, scope: string): string | undefined {
  return live.registry.apiOfScope(scope)?.api.owner
}

/** @throws {BrokerError} `not_found` also for what is neither the client's owner's nor the API's owner's to see. */
async function find(
  parts: AdminParts,
  actor: Actor,
  { client_id: id, scope }: Decision,
): Promise<{ readonly client: StoredDocument; readonly before: AccessEntry; readonly owner: string }> {
  await parts.live.refresh()
  const client = parts.live.current.documents.get({ kind: 'client', id })
  const before = client === undefined ? undefined : accessOf(client.text).find((access) => access.scope === scope)
  const owner = ownerOfScope(parts, scope)
  if (client === undefined || before === undefined || owner === undefined) throw unseen()
  if (!isTheirs(actor, owner) && !isTheirs(actor, ownerOf('client', client.text))) throw unseen()
  return { client, before, owner }
}

function unseen(): BrokerError {
  return new BrokerError('not_found', 'there is no such access among what is yours')
}

function whyNot(
  { author, organisations, ...actor }: Actor,
  {
    before,
    owner,
    onBehalfOf,
  }: { readonly before: AccessEntry; readonly owner: string; readonly onBehalfOf: string | undefined },
): string | undefined {
  if (onBehalfOf !== undefined && onBehalfOf !== owner) return 'the API belongs to another than you name'
  if (organisations.has(owner)) return undefined
  if (!isOperator({ author, organisations, ...actor })) return 'only the API’s owner decides'
  if (before.requested_by === author.id) return 'you have asked for it yourself, and the API is not yours'
  return undefined
}

function entryOf(
  { decision, scope, valid_until }: Decision,
  before: AccessEntry,
  by: {
    readonly actor: Actor
    readonly headers: CallHeaders
    readonly owner: string
    readonly nowMilliseconds: number
  },
): AccessEntry {
  const { from, to } = steps[decision]
  if (!from.some((status) => status === before.status)) {
    const problem = { pointer: '/decision', found: `${decision} of access that is ${before.status}` }
    throw new ProblemError('change_refused', 'there is nothing to decide in this way', [
      { ...problem, allowed: `${decision} of access that is ${from.join(' or ')}` },
    ])
  }
  checkValidUntil(valid_until, by.nowMilliseconds)
  const asked = before.valid_until
  const wished = asked !== undefined && Date.parse(asked) > by.nowMilliseconds ? asked : undefined
  const until = decision === 'approve' ? (valid_until ?? wished) : undefined
  const { requested_by, requested_at, request_reason } = before
  return {
    scope,
    status: to,
    ...(decision === 'approve' ? { approved_by: by.owner } : {}),
    ...(requested_by === undefined ? {} : { requested_by }),
    ...(requested_at === undefined ? {} : { requested_at }),
    ...(request_reason === undefined ? {} : { request_reason }),
    decided_by: by.actor.author.id,
    decided_at: new Date(by.nowMilliseconds).toISOString(),
    ...(by.headers.reason === undefined ? {} : { decision_reason: requireReason(by.headers.reason) }),
    ...(until === undefined ? {} : { valid_until: until }),
  }
}
