import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { momentField, nameField, organisationNumberField } from '#src/registry/wire-fields.ts'
import { type Actor, isOperator, isTheirs } from '../actor.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { requireReason } from '../require-reason.ts'
import type { ApiKey } from './api-keys.ts'

const apiKeyForm = z.strictObject({
  id: z.string(),
  organisation: z.string(),
  name: z.string(),
  added_at: z.iso.datetime(),
  added_by: z.string(),
  expires_at: z.iso.datetime(),
})

/** A year: long enough for a supplier's release, short enough that a forgotten one ends. */
const usualLifeMilliseconds = 365 * 86_400_000

/** Keys by which an organisation's programs may make drafts of clients (`/selvbetjening/v1/client-drafts`). */
export const apiKeyOperations: readonly Operation[] = [
  defineOperation({
    id: 'listApiKeys',
    method: 'GET',
    path: '/api-keys',
    scope: adminScopes.read,
    summary: 'Keys by which programs may make drafts of clients. None is shown in clear.',
    answer: z.strictObject({ items: z.array(apiKeyForm) }),
    run: async ({ actor }, { apiKeys }) => {
      const found = await apiKeys.list(isOperator(actor) ? undefined : [...actor.organisations])
      return { body: { items: found.map(show) } }
    },
  }),
  defineOperation({
    id: 'addApiKey',
    statuses: [201],
    refusals: [404],
    method: 'POST',
    path: '/api-keys',
    scope: adminScopes.write,
    summary: 'Makes such a key for an organisation. It is in this answer and nowhere else.',
    body: z.strictObject({
      organisation: organisationNumberField,
      name: nameField,
      expires_at: momentField.optional().describe('A year from now if not given.'),
    }),
    answer: apiKeyForm.extend({ api_key: z.string().describe('Shown this once.') }),
    headers: ['tillit-reason'],
    run: async ({ actor, headers, body }, { apiKeys, live, clock }) => {
      const reason = requireReason(headers.reason)
      const { organisation, name } = body
      if (!isTheirs(actor, organisation) || live.registry.organisation(organisation) === undefined) {
        throw new BrokerError('not_found', 'there is no organisation with this number among what is yours')
      }
      const now = clock.nowMilliseconds()
      const expiresAt = body.expires_at === undefined ? now + usualLifeMilliseconds : Date.parse(body.expires_at)
      if (expiresAt <= now) {
        const place = { pointer: '/expires_at', found: 'a moment that has passed', allowed: 'a moment to come' }
        throw new ProblemError('request_invalid', 'the key would have ended already', [place])
      }
      const made = await apiKeys.add({ organisation, name, expiresAt }, authorOf(actor), reason)
      return { status: 201, body: { ...show(made.apiKey), api_key: made.secret } }
    },
  }),
  defineOperation({
    id: 'removeApiKey',
    method: 'DELETE',
    path: '/api-keys/{id}',
    scope: adminScopes.write,
    summary: 'Ends such a key at once.',
    params: z.strictObject({ id: z.string().max(100) }),
    headers: ['tillit-reason'],
    run: async ({ actor, headers, params: { id } }, { apiKeys }) => {
      const reason = requireReason(headers.reason)
      const found = (await apiKeys.list(undefined)).find((apiKey) => apiKey.id === id)
      const removed =
        found !== undefined &&
        isTheirs(actor, found.organisation) &&
        (await apiKeys.remove(found, authorOf(actor), reason))
      if (!removed) throw new BrokerError('not_found', 'there is no API key with this id among what is yours')
      return { status: 204 }
    },
  }),
]

function authorOf({ author }: Actor) {
  return { kind: author.kind, id: author.id }
}

function show({ id, organisation, name, addedAt, addedBy, expiresAt }: ApiKey): z.output<typeof apiKeyForm> {
  return {
    id,
    organisation,
    name,
    added_at: new Date(addedAt).toISOString(),
    added_by: addedBy,
    expires_at: new Date(expiresAt).toISOString(),
  }
}
