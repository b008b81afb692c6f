import { z } from 'zod'
import { wordOf } from '../../call/forms.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import type { RefusedForm } from '../../entity/member-form.ts'
import type { ReadEntity } from '../../entity/read-entity.ts'
import { postedForm } from '../../forms/posted-form.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, lineBreak, link, muted, type Pieces, tag, text, time } from '../../view/pieces.ts'
import { clientFrame, readClient } from './client-frame.ts'

const keyForm = z.object({
  kid: z.string(),
  kty: z.string(),
  alg: z.string().optional(),
  thumbprint: z.string().optional(),
  expires_at: z.string().optional(),
  days_left: z.number().optional(),
  replaced: z.boolean().optional(),
})
type ClientKey = z.output<typeof keyForm>
const keysForm = z.object({ items: z.array(keyForm) })

/** Days before its end from which a key is warned about. */
const warningDays = 60

/** GET /admin/clients/{id}/keys */
export async function clientKeysPage(signedIn: SignedIn): Promise<PageContent> {
  return showKeys(signedIn, await readClient(signedIn), undefined)
}

export async function showKeys(
  signedIn: SignedIn,
  client: ReadEntity,
  refusal: RefusedForm | undefined,
): Promise<PageContent> {
  const { say } = signedIn
  const keys = await readKeys(signedIn, client)
  return clientFrame(signedIn, client, 'keys', [
    ...warnings(signedIn, keys),
    {
      kind: 'section',
      id: 'keys',
      heading: say(clientTexts.keys),
      blocks: [
        {
          kind: 'table',
          caption: say(clientTexts.keys),
          columns: [say(clientTexts.kid), say(clientTexts.keyType), say(clientTexts.expires), say(clientTexts.actions)],
          rows: keys.map((key) => [
            [code(key.kid)],
            [text([key.kty, key.alg].filter(Boolean).join(' '))],
            endPieces(signedIn, key),
            [
              link(
                say(clientTexts.retire),
                `${pathOf(client)}/retire-key?${new URLSearchParams({ kid: key.kid })}`,
                key.kid,
              ),
            ],
          ]),
          empty: say(clientTexts.noKeys),
        },
      ],
    },
    addSection(signedIn, client, refusal),
  ])
}

async function readKeys(signedIn: SignedIn, client: ReadEntity): Promise<readonly ClientKey[]> {
  return (await ask(signedIn, 'GET /clients/{id}/keys', keysForm, { params: { id: client.id } })).items
}

function warnings({ say, language }: SignedIn, keys: readonly ClientKey[]): readonly Block[] {
  return keys.flatMap(({ kid, expires_at, days_left, replaced }): readonly Block[] => {
    if (expires_at === undefined || days_left === undefined || days_left > warningDays || replaced) return []
    const end = time(expires_at, language)
    const told = say(clientTexts.keyDue, { kid, time: end.kind === 'time' ? end.text : '' })
    return [{ kind: 'alert', color: 'warning', lines: [[text(told)]] }]
  })
}

function endPieces({ say, language }: SignedIn, { expires_at, days_left }: ClientKey): Pieces {
  if (expires_at === undefined) return [muted(say(clientTexts.never))]
  const left = days_left ?? 0
  return [
    time(expires_at, language),
    lineBreak,
    left <= 0
      ? tag(say(clientTexts.ended), 'danger')
      : tag(say(clientTexts.daysLeft, { days: String(left) }), left <= warningDays ? 'warning' : 'neutral'),
  ]
}

function addSection({ say, csrf }: SignedIn, client: ReadEntity, refusal: RefusedForm | undefined): Block {
  return {
    kind: 'section',
    id: 'add-key',
    heading: say(clientTexts.addKey),
    blocks: [
      postedForm(
        { say, csrf },
        {
          action: `${pathOf(client)}/keys`,
          refused: refusal?.refused,
          fields: [
            {
              name: 'jwk',
              pointer: '/jwk',
              label: say(clientTexts.jwk),
              note: say(clientTexts.jwkNote),
              // What was refused is not shown again: it may be a private key.
              input: { kind: 'area', value: '', rows: 8, isCode: true, isRequired: true },
            },
            {
              name: 'expires_at',
              pointer: '/expires_at',
              label: say(clientTexts.expiresAt),
              input: { kind: 'date', value: refusal?.form?.get('expires_at') ?? '' },
            },
          ],
          buttons: [{ text: say(clientTexts.addKey), about: wordOf(client.document, 'client_name') }],
        },
      ),
    ],
  }
}
