import { z } from 'zod'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, lineBreak, link, muted, type Piece, type Pieces, text, time } from '../../view/pieces.ts'
import { countOf } from '../count-of.ts'
import { clientFrame, readClient } from './client-frame.ts'

const usageForm = z.object({
  tokens_30_days: z.number(),
  last_used: z.string().optional(),
  live_logins: z.number(),
  by_api: z.array(z.object({ resource: z.string(), tokens_30_days: z.number(), last_used: z.string().optional() })),
  recent_refusals: z.array(
    z.object({
      at: z.string(),
      reason: z.string(),
      number: z.string(),
      reference: z.string().optional(),
      details: z.unknown().optional(),
    }),
  ),
})

/** GET /admin/clients/{id}/usage: how much it is used, and what it was refused. */
export async function clientUsagePage(signedIn: SignedIn): Promise<PageContent> {
  const client = await readClient(signedIn)
  const usage = await ask(signedIn, 'GET /clients/{id}/usage', usageForm, { params: { id: client.id } })
  return clientFrame(signedIn, client, 'usage', [
    ...useBlocks(signedIn, usage),
    {
      kind: 'section',
      id: 'refusals',
      heading: signedIn.say(clientTexts.refusals),
      blocks: [refusalTable(signedIn, usage)],
    },
  ])
}

function useBlocks({ say, language, room }: SignedIn, usage: z.output<typeof usageForm>): readonly Block[] {
  const moment = (at: string | undefined): Piece =>
    at === undefined ? text(say(clientTexts.never30)) : time(at, language)
  return [
    {
      kind: 'facts',
      rows: [
        { label: say(clientTexts.liveLogins), pieces: [text(countOf(usage.live_logins, language))] },
        { label: say(clientTexts.tokens), pieces: [text(countOf(usage.tokens_30_days, language))] },
        { label: say(clientTexts.lastUsed), pieces: [moment(usage.last_used)] },
      ],
    },
    {
      kind: 'table',
      caption: say(clientTexts.byApi),
      columns: [say(entityTexts.api), say(clientTexts.tokens), say(clientTexts.lastUsed)],
      rows: usage.by_api.map(({ resource, tokens_30_days, last_used }) => [
        [text(room.registry().api(resource)?.name ?? resource)],
        [text(countOf(tokens_30_days, language))],
        [moment(last_used)],
      ]),
      empty: '',
    },
  ]
}

function refusalTable({ say, language }: SignedIn, usage: z.output<typeof usageForm>): Block {
  return {
    kind: 'table',
    caption: say(clientTexts.refusals),
    columns: [
      say(entityTexts.when),
      say(clientTexts.refusalNumber),
      say(clientTexts.refusalReason),
      say(clientTexts.reference),
    ],
    rows: usage.recent_refusals.map(({ at, reason, number, reference, details }) => [
      [time(at, language)],
      [link(number, `/errors/${number}`)],
      [code(reason), ...detailPieces(details)],
      referencePieces(reference),
    ]),
    empty: say(clientTexts.noRefusals),
  }
}

function referencePieces(reference: string | undefined): Pieces {
  if (reference === undefined) return []
  return [link(reference, `/admin/audit/${reference}`)]
}

/** Letters of one detail; the rest stands in the audit record. */
const mostLetters = 200

/** What was expected and what was found, a line each. */
function detailPieces(details: unknown): Pieces {
  return Object.entries(Object(details)).flatMap(([name, value]) => {
    const told = `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`
    return [lineBreak, muted(told.length > mostLetters ? `${told.slice(0, mostLetters - 1)}…` : told)]
  })
}
