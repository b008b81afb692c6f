import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import type { PlacedField } from '../../forms/errors-of.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { postedForm } from '../../forms/posted-form.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { formTexts } from '../../texts/form-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import { workTexts } from '../../texts/work-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { link, muted, text, time } from '../../view/pieces.ts'

const entry = z.object({
  id: z.string(),
  name: z.string(),
  organisation: z.string(),
  added_at: z.string(),
  added_by: z.string(),
})
const listForm = z.object({ items: z.array(entry) })

/** GET /admin/administrators */
export function administratorsPage(signedIn: SignedIn): Promise<PageContent> {
  return show(signedIn, new Map(), undefined)
}

async function show(
  signedIn: SignedIn,
  form: ReadonlyMap<string, string>,
  refused: BrokerError | undefined,
): Promise<PageContent> {
  const { say, language } = signedIn
  const { items } = await ask(signedIn, 'GET /administrators', listForm)
  return {
    title: say(frameTexts.administrators),
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(workTexts.administratorsLead))] },
      {
        kind: 'table',
        caption: say(frameTexts.administrators),
        columns: [
          say(entityTexts.name),
          say(entityTexts.organisation),
          say(workTexts.addedAt),
          say(clientTexts.actions),
        ],
        rows: items.map(({ id, name, organisation, added_at }) => [
          [text(name)],
          [text(nameOf(signedIn, organisation)), muted(organisation)],
          [time(added_at, language)],
          [link(say(workTexts.remove), `/admin/administrators/${id}/${organisation}`, name)],
        ]),
        empty: say(workTexts.noAdministrators),
      },
      addSection(signedIn, form, refused),
    ],
  }
}

function nameOf({ room }: SignedIn, organisation: string): string {
  return room.registry().organisation(organisation)?.name ?? organisation
}

function addSection(
  { say, csrf }: SignedIn,
  form: ReadonlyMap<string, string>,
  refused: BrokerError | undefined,
): Block {
  const field = (name: string, label: string, isNumeric: boolean, note?: string): PlacedField => ({
    name,
    pointer: `/${name}`,
    label,
    note,
    input: { kind: 'text', value: form.get(name) ?? '', isRequired: true, isNumeric },
  })
  const fields = [
    field('name', say(entityTexts.name), false),
    field('pid', say(workTexts.pid), true, say(workTexts.pidNote)),
    field('organisation', say(entityTexts.number), true),
  ]
  return {
    kind: 'section',
    id: 'add',
    heading: say(workTexts.addAdministrator),
    blocks: [postedForm({ say, csrf }, { action: '/admin/administrators', refused, fields: fields })],
  }
}

/** POST /admin/administrators */
export function addAdministrator(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say } = signedIn
  const value = (name: string) => (form.get(name) ?? '').trim()
  const [name, organisation] = [value('name'), value('organisation')]
  const title = say(workTexts.addAdministratorOf, {
    name: name || '–',
    organisation: nameOf(signedIn, organisation) || '–',
  })
  return performIntent(
    signedIn,
    {
      title,
      key: 'POST /administrators',
      question: { body: { name, organisation, pid: value('pid').replaceAll(/\s/g, '') } },
      hasPlan: false,
      summary: [],
      button: say(workTexts.addAdministrator),
      done: 'administratorAdded',
      backTo: '/admin/administrators',
      again: (refused) => show(signedIn, form, refused),
    },
    form,
  )
}

/** GET /admin/administrators/{id}/{organisation}: asks why. */
export async function removeAdministratorPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, csrf, ctx } = signedIn
  const found = await findEntry(signedIn)
  return {
    title: say(workTexts.removeAdministratorOf, {
      name: found.name,
      organisation: nameOf(signedIn, found.organisation),
    }),
    trail: [{ text: say(formTexts.back), href: '/admin/administrators' }],
    blocks: [
      {
        kind: 'form',
        method: 'post',
        action: ctx.path,
        hidden: { csrf, confirmed: 'yes' },
        fields: [
          {
            name: 'reason',
            label: say(formTexts.reason),
            note: say(formTexts.reasonNote),
            input: { kind: 'area', value: '', rows: 3, isRequired: true },
          },
        ],
        buttons: [{ text: say(workTexts.remove), color: 'danger' }],
      },
    ],
  }
}

/** POST /admin/administrators/{id}/{organisation} */
export async function removeAdministrator(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say } = signedIn
  const { id, name, organisation } = await findEntry(signedIn)
  return performIntent(
    signedIn,
    {
      title: say(workTexts.removeAdministratorOf, { name, organisation: nameOf(signedIn, organisation) }),
      key: 'DELETE /administrators/{id}/organisations/{organisation}',
      question: { params: { id, organisation } },
      hasPlan: false,
      summary: [],
      button: say(workTexts.remove),
      isDangerous: true,
      done: 'administratorRemoved',
      backTo: '/admin/administrators',
      again: (refused) => show(signedIn, new Map(), refused),
    },
    form,
  )
}

async function findEntry(signedIn: SignedIn): Promise<z.output<typeof entry>> {
  const [id, organisation] = signedIn.params
  const { items } = await ask(signedIn, 'GET /administrators', listForm)
  const found = items.find((item) => item.id === id && item.organisation === organisation)
  if (found === undefined) throw new BrokerError('not_found', 'there is no such administrator')
  return found
}
