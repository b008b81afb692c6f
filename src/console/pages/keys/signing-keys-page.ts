import { z } from 'zod'
import type { BrokerError } from '#src/http/broker-error.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import type { PlacedField } from '../../forms/errors-of.ts'
import { type Outcome, performIntent } from '../../forms/perform-intent.ts'
import { postedForm } from '../../forms/posted-form.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import { workTexts } from '../../texts/work-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, link, tag, text, time } from '../../view/pieces.ts'

const keysForm = z.object({
  items: z.array(
    z.object({
      kid: z.string(),
      alg: z.string(),
      state: z.enum(['next', 'active', 'retired', 'expired', 'withdrawn']),
      active_at: z.string(),
    }),
  ),
})
const states = {
  next: { phrase: workTexts.stateNext, color: 'info' },
  active: { phrase: workTexts.stateActive, color: 'success' },
  retired: { phrase: workTexts.stateRetired, color: 'neutral' },
  expired: { phrase: workTexts.stateExpired, color: 'neutral' },
  withdrawn: { phrase: workTexts.stateWithdrawn, color: 'danger' },
} as const

/** GET /admin/keys: what tokens are signed with, and for operators the rotation. */
export function signingKeysPage(signedIn: SignedIn): Promise<PageContent> {
  return show(signedIn, new Map(), undefined)
}

async function show(
  signedIn: SignedIn,
  form: ReadonlyMap<string, string>,
  refused: BrokerError | undefined,
): Promise<PageContent> {
  const { say, isOperator } = signedIn
  return {
    title: say(frameTexts.keys),
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(workTexts.keysLead))] },
      {
        kind: 'paragraph',
        pieces: [link(say(workTexts.jwks), '/.well-known/openid-configuration/jwks')],
      },
      ...(isOperator
        ? await operatorBlocks(signedIn, form, refused)
        : [{ kind: 'paragraph', pieces: [text(say(workTexts.keysOperators))] } as const]),
    ],
  }
}

async function operatorBlocks(
  signedIn: SignedIn,
  form: ReadonlyMap<string, string>,
  refused: BrokerError | undefined,
): Promise<readonly Block[]> {
  const { say, language } = signedIn
  const { items } = await ask(signedIn, 'GET /keys', keysForm)
  const algorithms = [...new Set(items.map(({ alg }) => alg))]
  return [
    {
      kind: 'table',
      caption: say(frameTexts.keys),
      columns: [say(clientTexts.kid), say(workTexts.alg), say(workTexts.state), say(workTexts.activeAt)],
      rows: items.map(({ kid, alg, state, active_at }) => [
        [code(kid)],
        [text(alg)],
        [tag(say(states[state].phrase), states[state].color)],
        [time(active_at, language)],
      ]),
      empty: '–',
    },
    rotationSection(signedIn, algorithms, form, refused),
  ]
}

function rotationSection(
  { say, csrf }: SignedIn,
  algorithms: readonly string[],
  form: ReadonlyMap<string, string>,
  refused: BrokerError | undefined,
): Block {
  const fields: readonly PlacedField[] = [
    {
      name: 'alg',
      pointer: '/alg',
      label: say(workTexts.alg),
      input: {
        kind: 'select',
        value: form.get('alg') ?? '',
        options: algorithms.map((value) => ({ value, label: value })),
      },
    },
    {
      name: 'immediately',
      pointer: '/immediately',
      label: say(workTexts.immediately),
      note: say(workTexts.immediatelyNote),
      input: { kind: 'check', isChecked: form.has('immediately') },
    },
    {
      name: 'withdraw',
      pointer: '/withdraw',
      label: say(workTexts.withdraw),
      input: { kind: 'check', isChecked: form.has('withdraw') },
    },
  ]
  return {
    kind: 'section',
    id: 'rotate',
    heading: say(workTexts.rotate),
    blocks: [
      { kind: 'paragraph', pieces: [text(say(workTexts.rotateNote))] },
      postedForm({ say, csrf }, { action: '/admin/keys', refused, fields: fields }),
    ],
  }
}

/** POST /admin/keys */
export function rotateKey(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const { say } = signedIn
  const alg = form.get('alg') ?? ''
  const [immediately, withdraw] = [form.has('immediately'), form.has('withdraw')]
  return performIntent(
    signedIn,
    {
      title: say(workTexts.rotateOf, { alg }),
      key: 'POST /keys/rotation',
      question: { body: { alg, immediately, withdraw } },
      hasPlan: false,
      summary: [
        { kind: 'paragraph', pieces: [text(say(immediately ? workTexts.immediatelyNote : workTexts.rotateNote))] },
        ...(withdraw ? [{ kind: 'alert', color: 'danger', lines: [[text(say(workTexts.withdraw))]] } as const] : []),
      ],
      button: say(workTexts.rotate),
      isDangerous: immediately,
      done: 'changed',
      backTo: '/admin/keys',
      again: (refused) => show(signedIn, form, refused),
    },
    form,
  )
}
