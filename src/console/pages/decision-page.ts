import type { BrokerError } from '#src/http/broker-error.ts'
import { BrokerError as Refusal } from '#src/http/broker-error.ts'
import type { AccessRow } from '../call/forms.ts'
import { readAccess } from '../call/read-access.ts'
import type { SignedIn } from '../call/signed-in.ts'
import { endOfDay } from '../forms/end-of-day.ts'
import { type Outcome, performIntent } from '../forms/perform-intent.ts'
import { postedForm } from '../forms/posted-form.ts'
import { clientTexts } from '../texts/client-texts.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { FormBlock } from '../view/block.ts'
import type { PageContent } from '../view/page-content.ts'
import { code, muted, text, time } from '../view/pieces.ts'
import { accessTag } from './status-tags.ts'

const decisions = {
  approve: { phrase: clientTexts.approve, from: ['requested', 'refused', 'revoked'] },
  refuse: { phrase: clientTexts.refuse, from: ['requested'] },
  revoke: { phrase: clientTexts.revoke, from: ['approved'] },
} as const
type Decision = keyof typeof decisions

/** GET /admin/decisions?client_id=…&scope=…: who asks for what, and the answer with its reason. */
export async function decisionPage(signedIn: SignedIn): Promise<PageContent> {
  const { client_id = '', scope = '' } = signedIn.query
  return show(signedIn, await find(signedIn, client_id, scope), undefined, undefined)
}

/** POST /admin/decisions */
export async function decide(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say } = signedIn
  const row = await find(signedIn, form.get('client_id') ?? '', form.get('scope') ?? '')
  if (form.get('seen') !== seenOf(row)) {
    const refused = new Refusal('precondition_failed', 'somebody else has changed it since you looked at it')
    return { page: { status: refused.entry.status, ...show(signedIn, row, form, refused) } }
  }
  const decision = Object.keys(decisions).find((name): name is Decision => name === form.get('decision')) ?? 'refuse'
  const until = endOfDay(form.get('valid_until'))
  const phrase = say(decisions[decision].phrase)
  const withUntil = decision === 'approve' && until !== undefined ? { valid_until: until } : {}
  return performIntent(
    signedIn,
    {
      title: say(clientTexts.decideOf, { decision: phrase, name: row.client_name, scope: row.scope }),
      key: 'POST /access/decisions',
      question: { body: { client_id: row.client_id, scope: row.scope, decision, ...withUntil } },
      hasPlan: false,
      summary: [],
      button: phrase,
      isDangerous: decision === 'revoke',
      done: 'decided',
      backTo: `/admin/apis/${row.resource}`,
      again: async (refused) => show(signedIn, row, form, refused),
    },
    form,
  )
}

async function find(signedIn: SignedIn, client: string, scope: string): Promise<AccessRow> {
  const { items } = await readAccess(signedIn, { client, scope })
  const [row] = items
  if (client === '' || scope === '' || row === undefined) throw new Refusal('not_found', 'there is no such access')
  return row
}

/** What is decided on, as it stands on the page: whoever asked may ask for something else meanwhile. */
function seenOf({ status, requested_at, request_reason, valid_until }: AccessRow): string {
  return JSON.stringify([status, requested_at, request_reason, valid_until])
}

function show(
  { say, language, csrf, room }: SignedIn,
  row: AccessRow,
  form: ReadonlyMap<string, string> | undefined,
  refused: BrokerError | undefined,
): PageContent {
  const api = room.registry().api(row.resource)
  const possible = Object.entries(decisions).filter(([, { from }]) => from.some((status) => status === row.status))
  const block: FormBlock = postedForm(
    { say, csrf },
    {
      action: '/admin/decisions',
      hidden: { client_id: row.client_id, scope: row.scope, seen: seenOf(row), confirmed: 'yes' },
      refused,
      fields: [
        {
          name: 'reason',
          pointer: '/reason',
          label: say(formTexts.reason),
          note: say(formTexts.reasonNote),
          input: { kind: 'area', value: form?.get('reason') ?? '', rows: 3, isRequired: true },
        },
        ...(row.status === 'approved'
          ? []
          : [
              {
                name: 'valid_until',
                pointer: '/valid_until',
                label: say(clientTexts.validUntil),
                input: { kind: 'date', value: form?.get('valid_until') ?? '' },
              } as const,
            ]),
      ],
      buttons: possible.map(([name, { phrase }]) => ({
        text: say(phrase),
        name: 'decision',
        value: name,
        ...(name === 'approve' ? {} : { variant: 'secondary', color: 'danger' }),
      })),
    },
  )
  return {
    title: say(clientTexts.decideTitle, { name: row.client_name, api: api?.name ?? row.resource }),
    over: say(clientTexts.access),
    trail: [{ text: api?.name ?? row.resource, href: `/admin/apis/${row.resource}` }],
    tags: [accessTag(row.status, say)],
    blocks: [
      {
        kind: 'facts',
        rows: [
          { label: say(entityTexts.client), pieces: [text(row.client_name), code(row.client_id)] },
          { label: say(entityTexts.organisation), pieces: [text(row.organisation_name), muted(row.organisation)] },
          { label: say(clientTexts.scopeName), pieces: [code(row.scope)] },
          ...(row.requested_at === undefined
            ? []
            : [{ label: say(clientTexts.asked), pieces: [time(row.requested_at, language)] }]),
          ...(row.request_reason === undefined
            ? []
            : [{ label: say(entityTexts.why), pieces: [text(row.request_reason)] }]),
          ...(row.valid_until === undefined
            ? []
            : [{ label: say(clientTexts.validUntil), pieces: [time(row.valid_until, language)] }]),
        ],
      },
      block,
    ],
  }
}
