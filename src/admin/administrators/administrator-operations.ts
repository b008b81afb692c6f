import { z } from 'zod'
import { displayText } from '#config/localized-text.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { isPidAllowed } from '#src/person/is-pid-allowed.ts'
import { parsePersonNumber } from '#src/person/pid.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { organisationNumberField } from '#src/registry/wire-fields.ts'
import type { AdminParts } from '../admin-parts.ts'
import { auditActorOf } from '../audit/with-refusals-audited.ts'
import { defineOperation } from '../operation.ts'
import { requireReason } from '../require-reason.ts'
import { requireOperator } from '../rights/require-operator.ts'

const idField = z.string().max(100)

/** Who may administer. */
export const listAdministrators = defineOperation({
  id: 'listAdministrators',
  method: 'GET',
  path: '/administrators',
  scope: adminScopes.operations,
  summary: 'The people who administer, and for which organisation. Without those of a development configuration.',
  answer: z.strictObject({
    items: z.array(
      z.strictObject({
        id: z.string(),
        name: z.string(),
        organisation: z.string(),
        added_at: z.iso.datetime(),
        added_by: z.string(),
      }),
    ),
  }),
  run: async ({ actor }, { administrators }) => {
    requireOperator(actor)
    const entries = await administrators.list()
    const items = entries.map(({ id, name, organisation, addedAt, addedBy }) => {
      return { id, name, organisation, added_at: new Date(addedAt).toISOString(), added_by: addedBy }
    })
    return { body: { items } }
  },
})

/** One more who may. */
export const addAdministrator = defineOperation({
  id: 'addAdministrator',
  method: 'POST',
  path: '/administrators',
  scope: adminScopes.operations,
  summary:
    'Lets a person administer an organisation; 000000000 makes an operator. The number is kept nowhere in clear.',
  body: z.strictObject({
    pid: z.string().regex(/^\d{11}$/, 'eleven digits'),
    name: displayText(100),
    organisation: organisationNumberField,
  }),
  answer: z.strictObject({ id: z.string() }),
  statuses: [201],
  headers: ['tillit-reason'],
  run: async ({ actor, headers, body: { pid, name, organisation } }, parts) => {
    requireOperator(actor)
    const reason = requireReason(headers.reason)
    await checkPerson(parts, pid, organisation)
    const person = { subject: parts.subjectOf(pid), pid, name, organisation }
    const id = await parts.administrators.add(person, auditActorOf(actor.author), reason)
    return { status: 201, body: { id } }
  },
})

/** One less. */
export const removeAdministrator = defineOperation({
  id: 'removeAdministrator',
  method: 'DELETE',
  path: '/administrators/{id}/organisations/{organisation}',
  scope: adminScopes.operations,
  summary: 'Takes from a person the right to administer an organisation, from the next request on.',
  params: z.strictObject({ id: idField, organisation: organisationNumberField }),
  headers: ['tillit-reason'],
  run: async ({ actor, headers, params }, parts) => {
    requireOperator(actor)
    const reason = requireReason(headers.reason)
    const removed = await parts.administrators.remove(params, auditActorOf(actor.author), reason)
    if (!removed) throw new BrokerError('not_found', 'there is no such administrator')
    return { status: 204 }
  },
})

/** Never says which number it was given. */
async function checkPerson({ config, live }: AdminParts, pid: string, organisation: string): Promise<void> {
  const parsed = parsePersonNumber(pid)
  const isPerson = parsed !== undefined && isPidAllowed(parsed, config.personNumbers.allowedKinds)
  await live.refresh()
  const isRegistered = live.registry.organisation(organisation) !== undefined
  if (isPerson && isRegistered) return
  throw new ProblemError('change_refused', 'nobody can administer in this way', [
    ...(isPerson
      ? []
      : [{ pointer: '/pid', found: 'another number', allowed: 'a national identity number of this environment' }]),
    ...(isRegistered ? [] : [{ pointer: '/organisation', found: organisation, allowed: 'a registered organisation' }]),
  ])
}
