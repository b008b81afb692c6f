import { z } from 'zod'
import type { BrokerError } from '#src/http/broker-error.ts'
import { attempt } from '../../call/attempt.ts'
import { wordOf } from '../../call/forms.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import type { ReadEntity } from '../../entity/read-entity.ts'
import type { PlacedField } from '../../forms/errors-of.ts'
import type { Outcome } from '../../forms/perform-intent.ts'
import { postedForm } from '../../forms/posted-form.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, link, text } from '../../view/pieces.ts'
import { clientFrame, readClient } from './client-frame.ts'

const answerForm = z.looseObject({
  kind: z.string().optional(),
  reason: z.string().optional(),
  number: z.union([z.string(), z.number()]).optional(),
  public_description: z.string().optional(),
  detail: z.string().optional(),
  access_tokens: z.array(z.object({ resource: z.string(), claims: z.unknown() })).optional(),
  id_token: z.unknown().optional(),
  rejected_scopes: z.array(z.string()).optional(),
})

/** GET /admin/clients/{id}/preview: the empty form. */
export async function clientPreviewPage(signedIn: SignedIn): Promise<PageContent> {
  const client = await readClient(signedIn)
  return clientFrame(signedIn, client, 'preview', [formSection(signedIn, client, new Map(), undefined)])
}

/** POST /admin/clients/{id}/preview: what would be issued, or which rule refuses. Changes nothing, so asks no reason. */
export async function previewToken(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const client = await readClient(signedIn)
  const outcome = await attempt(ask(signedIn, 'POST /what-if', answerForm, { body: questionOf(client.id, form) }))
  const refused = 'refused' in outcome ? outcome.refused : undefined
  const blocks = [
    formSection(signedIn, client, form, refused),
    ...('done' in outcome ? [answerSection(signedIn, outcome.done)] : []),
  ]
  const page = clientFrame(signedIn, client, 'preview', blocks)
  return { page: refused === undefined ? page : { ...page, status: refused.entry.status } }
}

function questionOf(clientId: string, form: ReadonlyMap<string, string>) {
  const given = (name: string) => (form.get(name) ?? '').trim()
  const [parent, child] = [given('parent'), given('child')]
  const organisation = { ...(parent === '' ? {} : { parent }), ...(child === '' ? {} : { child }) }
  return {
    client_id: clientId,
    scopes: given('scopes').split(/\s+/).filter(Boolean),
    ...(given('kind') === '' ? {} : { kind: given('kind') }),
    ...(Object.keys(organisation).length === 0 ? {} : { organisation }),
    ...(given('idp') === '' ? {} : { idp: given('idp') }),
    ...(given('level') === '' ? {} : { level: Number(given('level')) }),
  }
}

function formSection(
  signedIn: SignedIn,
  client: ReadEntity,
  form: ReadonlyMap<string, string>,
  refused: BrokerError | undefined,
): Block {
  const { say, csrf } = signedIn
  return {
    kind: 'section',
    id: 'preview',
    heading: say(clientTexts.preview),
    blocks: [
      { kind: 'paragraph', pieces: [text(say(clientTexts.previewLead))] },
      postedForm(
        { say, csrf },
        {
          action: `${pathOf(client)}/preview`,
          refused,
          fields: fieldsOf(signedIn, client, form),
          buttons: [{ text: say(clientTexts.previewButton) }],
        },
      ),
    ],
  }
}

function fieldsOf(
  { say, room, language }: SignedIn,
  { document }: ReadEntity,
  form: ReadonlyMap<string, string>,
): readonly PlacedField[] {
  const value = (name: string) => form.get(name) ?? ''
  const any = { value: '', label: say(clientTexts.previewAny) }
  const providers = room.config.identityProviders.map(({ id, name }) => ({ value: id, label: name[language] }))
  const kinds = [
    { value: '', label: say(clientTexts.previewDefault) },
    { value: 'user', label: say(clientTexts.previewUser) },
    { value: 'machine', label: say(clientTexts.previewMachine) },
  ]
  const field = (name: string, pointer: string, label: string, input: PlacedField['input']): PlacedField => ({
    name,
    pointer,
    label,
    input,
  })
  return [
    field('scopes', '/scopes', say(clientTexts.previewScopes), {
      kind: 'area',
      value: form.get('scopes') ?? defaultScopes(document),
      rows: 3,
    }),
    field('kind', '/kind', say(clientTexts.previewKind), { kind: 'select', value: value('kind'), options: kinds }),
    field('parent', '/organisation/parent', say(clientTexts.previewParent), {
      kind: 'text',
      value: value('parent'),
      isNumeric: true,
    }),
    field('child', '/organisation/child', say(clientTexts.previewChild), {
      kind: 'text',
      value: value('child'),
      isNumeric: true,
    }),
    field('idp', '/idp', say(clientTexts.previewIdp), {
      kind: 'select',
      value: value('idp'),
      options: [any, ...providers],
    }),
    field('level', '/level', say(clientTexts.previewLevel), {
      kind: 'select',
      value: form.get('level') ?? '4',
      options: ['4', '3', '2'].map((level) => ({ value: level, label: level })),
    }),
  ]
}

/** Of a client with scopes about people those, and the first API that it may use. */
function defaultScopes(document: ReadEntity['document']): string {
  const access = z.array(z.object({ scope: z.string(), status: z.string() })).parse(document['access'] ?? [])
  const first = access.find(({ status }) => status === 'approved')?.scope ?? ''
  return [wordOf(document, 'scope'), first].filter(Boolean).join(' ')
}

function answerSection({ say, room }: SignedIn, answer: z.output<typeof answerForm>): Block {
  const { reason, number, public_description = '', detail, access_tokens = [], id_token, rejected_scopes = [] } = answer
  if (reason !== undefined) {
    const quoted = String(number).startsWith('TLT-') ? String(number) : `TLT-${number}`
    return {
      kind: 'section',
      id: 'answer',
      heading: say(clientTexts.previewRefused),
      blocks: [
        {
          kind: 'alert',
          color: 'danger',
          lines: [
            [code(reason), text(detail ?? public_description)],
            [link(say(clientTexts.previewMore, { number: quoted }), `/errors/${quoted}`)],
          ],
        },
      ],
    }
  }
  const tokens = access_tokens.map(({ resource, claims }): Block => {
    const api = room.registry().api(resource)?.name ?? resource
    return { kind: 'pre', label: say(clientTexts.previewToken, { api }), text: JSON.stringify(claims, undefined, 2) }
  })
  return {
    kind: 'section',
    id: 'answer',
    heading: say(clientTexts.previewIssued),
    blocks: [
      ...(rejected_scopes.length === 0
        ? []
        : [
            {
              kind: 'alert',
              color: 'warning',
              lines: [[text(say(clientTexts.previewRejected, { scopes: rejected_scopes.join(', ') }))]],
            } as const,
          ]),
      ...tokens,
      ...(id_token === undefined
        ? []
        : [
            {
              kind: 'pre',
              label: say(clientTexts.previewIdToken),
              text: JSON.stringify(id_token, undefined, 2),
            } as const,
          ]),
    ],
  }
}
