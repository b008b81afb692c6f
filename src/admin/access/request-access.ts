import { z } from 'zod'
import { ProblemError } from '#src/http/problem-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { findEntity } from '../entities/find-entity.ts'
import { defineOperation } from '../operation.ts'
import { requireReason } from '../require-reason.ts'
import { type AccessEntry, accessAnswer, accessNamed, accessOf } from './access-forms.ts'
import { changeAccess, checkValidUntil, checkVersion } from './change-access.ts'

/** A client's owner asks for access. */
export const requestAccess = defineOperation({
  id: 'requestAccess',
  method: 'POST',
  path: '/access/requests',
  scope: adminScopes.write,
  summary:
    'Asks for access of a client of yours: approved at once where the API gives it to everybody, else for its owner to decide.',
  body: z.strictObject(accessNamed),
  answer: accessAnswer,
  headers: ['if-match', 'tillit-reason'],
  refusals: [404],
  run: async ({ actor, headers, body: { client_id, scope, valid_until } }, parts) => {
    const now = parts.clock.nowMilliseconds()
    const client = await findEntity(parts, actor, { kind: 'client', id: client_id })
    checkVersion(client, headers)
    const found = parts.live.registry.apiOfScope(scope)
    const before = accessOf(client.text).find((access) => access.scope === scope)
    if (found === undefined) throw wrongScope('a scope that no API has', 'a scope of the catalogue')
    if (before !== undefined && isInForce(before, now)) {
      throw wrongScope('access that the client has', 'a scope that it does not have')
    }
    checkValidUntil(valid_until, now)
    // Once somebody has refused or revoked it, the API's owner decides even what others get for the asking; a request
    // that waits for what is automatic is the trace of that, and is not answered by another.
    const isAutomatic = found.scope.approval === 'automatic' && before === undefined
    const entry: AccessEntry = {
      scope,
      status: isAutomatic ? 'approved' : 'requested',
      requested_by: actor.author.id,
      requested_at: new Date(now).toISOString(),
      ...(headers.reason === undefined ? {} : { request_reason: requireReason(headers.reason) }),
      ...(valid_until === undefined ? {} : { valid_until }),
    }
    return { body: await changeAccess(parts, { actor, client, entry, headers }) }
  },
})

function isInForce({ status, valid_until }: AccessEntry, now: number): boolean {
  return status === 'approved' && (valid_until === undefined || Date.parse(valid_until) > now)
}

function wrongScope(found: string, allowed: string): ProblemError {
  return new ProblemError('change_refused', 'access can not be asked for', [{ pointer: '/scope', found, allowed }])
}
