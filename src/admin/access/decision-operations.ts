import { BrokerError } from '#src/http/broker-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { organisationNumberField } from '#src/registry/wire-fields.ts'
import { defineOperation } from '../operation.ts'
import { requireOperator } from '../rights/require-operator.ts'
import { accessAnswer } from './access-forms.ts'
import { decideAccess, decisionForm } from './decide-access.ts'

/** The API's owner decides. */
export const decideAsOwner = defineOperation({
  id: 'decideAccess',
  method: 'POST',
  path: '/access/decisions',
  scope: adminScopes.approve,
  summary: 'Approves, refuses or revokes access to an API: for a person who administers its owner, or an operator.',
  body: decisionForm,
  answer: accessAnswer,
  headers: ['if-match', 'tillit-reason'],
  refusals: [404],
  run: async (call, parts) => {
    // The scope is no machine's; this holds even if somebody registered one with it.
    if (call.actor.author.kind !== 'person') throw new BrokerError('change_not_allowed', 'only a person decides')
    return { body: await decideAccess(parts, call) }
  },
})

/** An operator decides for the API's owner. */
export const decideOnBehalf = defineOperation({
  id: 'decideAccessOnBehalf',
  method: 'POST',
  path: '/access/decisions-on-behalf',
  scope: adminScopes.write,
  summary: 'The same by an operator who has the word of the API’s owner, and names the owner. Audited as both.',
  body: decisionForm.extend({ on_behalf_of: organisationNumberField }),
  answer: accessAnswer,
  headers: ['if-match', 'tillit-reason'],
  refusals: [404],
  run: async ({ actor, headers, body: { on_behalf_of: onBehalfOf, ...body } }, parts) => {
    requireOperator(actor)
    return { body: await decideAccess(parts, { actor, headers, body, onBehalfOf }) }
  },
})
