import { z } from 'zod'
import { explainToken } from '#src/explain/explain-token.ts'
import { errorNumber } from '#src/http/error-uri.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { clientIdField, organisationNumberField, providerIdField, scopeField } from '#src/registry/wire-fields.ts'
import { findEntity } from '../entities/find-entity.ts'
import { defineOperation } from '../operation.ts'

const claimsForm = z.record(z.string(), z.unknown())
const kinds = ['user', 'machine'] as const

const outcomeForm = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('issued'),
    token_kind: z.enum(kinds),
    access_tokens: z.array(z.strictObject({ resource: z.string(), claims: claimsForm })),
    id_token: claimsForm.optional(),
    rejected_scopes: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    reason: z.string(),
    number: z.string().describe('Stable number of the reason, as TLT-304.'),
    public_description: z.string(),
    detail: z.string().optional(),
  }),
])

/** Which tokens a client would get now. */
export const whatIf = defineOperation({
  id: 'whatIf',
  method: 'POST',
  path: '/what-if',
  scope: adminScopes.read,
  summary:
    'Which tokens a client of yours would be issued now, or which rule refuses: decided in earnest, without effect.',
  body: z.strictObject({
    client_id: clientIdField,
    scopes: z.array(scopeField).max(100),
    kind: z.enum(kinds).optional().describe('`machine` is client_credentials; without it what the client’s kind does.'),
    organisation: z
      .strictObject({ parent: organisationNumberField.optional(), child: organisationNumberField.optional() })
      .optional()
      .describe('As the client would name it in assertion_details.'),
    idp: providerIdField.optional().describe('Provider that the person would log in with.'),
    level: z.literal([2, 3, 4]).optional().describe('What the login would prove; without it 4.'),
  }),
  answer: outcomeForm,
  refusals: [404],
  run: async ({ actor, body: { client_id, scopes, kind, organisation, idp, level } }, parts) => {
    await findEntity(parts, actor, { kind: 'client', id: client_id })
    const outcome = explainToken(
      parts.live.registry,
      {
        clientId: client_id,
        scopes,
        ...(kind === undefined ? {} : { kind }),
        ...(organisation === undefined ? {} : { organisation: named(organisation) }),
        ...(idp === undefined ? {} : { idp }),
        ...(level === undefined ? {} : { level }),
      },
      parts.explain(),
    )
    return { body: show(outcome) }
  },
})

function show(outcome: ReturnType<typeof explainToken>): z.output<typeof outcomeForm> {
  if (outcome.kind === 'refused') {
    const { reason, publicDescription: public_description, detail } = outcome
    const more = detail === undefined ? {} : { detail }
    return { kind: 'refused', reason, number: errorNumber(reason), public_description, ...more }
  }
  return {
    kind: 'issued',
    token_kind: outcome.tokenKind,
    access_tokens: outcome.accessTokens.map(({ resource, claims }) => ({ resource, claims })),
    ...(outcome.idToken === undefined ? {} : { id_token: outcome.idToken }),
    rejected_scopes: [...outcome.rejectedScopes],
  }
}

function named({ parent, child }: { readonly parent?: string | undefined; readonly child?: string | undefined }) {
  return { ...(parent === undefined ? {} : { parent }), ...(child === undefined ? {} : { child }) }
}
