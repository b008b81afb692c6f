import type { Language } from '#idp-adapters/contract.ts'
import type { AccessRow } from '../call/forms.ts'
import type { SignedIn } from '../call/signed-in.ts'
import { clientTexts } from '../texts/client-texts.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import type { TableBlock } from '../view/block.ts'
import { code, lineBreak, muted, type Pieces, text, time } from '../view/pieces.ts'
import { countOf } from './count-of.ts'
import { accessTag } from './status-tags.ts'

/** Where one access is decided. */
export function decisionPath({ client_id, scope }: AccessRow): string {
  return `/admin/decisions?${new URLSearchParams({ client_id, scope })}`
}

/** Accesses in full: of one client by API, or of one API by client. */
export function accessTable(
  { say, language, room }: SignedIn,
  rows: readonly AccessRow[],
  by: 'api' | 'client',
  actionsOf: (row: AccessRow) => Pieces,
): TableBlock {
  return {
    kind: 'table',
    caption: say(clientTexts.access),
    columns: [
      say(by === 'api' ? entityTexts.api : entityTexts.client),
      say(entityTexts.status),
      say(clientTexts.asked),
      say(clientTexts.decided),
      say(clientTexts.lastUsed),
      say(clientTexts.tokens),
      say(clientTexts.actions),
    ],
    rows: rows.map((row) => [
      by === 'api'
        ? [text(room.registry().api(row.resource)?.name ?? row.resource), lineBreak, code(row.scope)]
        : [text(row.client_name), lineBreak, muted(row.organisation_name), lineBreak, code(row.scope)],
      [
        accessTag(row.status, say),
        ...(row.valid_until === undefined
          ? []
          : [lineBreak, muted(say(clientTexts.until)), time(row.valid_until, language)]),
      ],
      saidPieces(row.requested_at, row.request_reason, language),
      saidPieces(row.decided_at, row.decision_reason, language),
      row.last_used === undefined ? [muted(say(clientTexts.never30))] : [time(row.last_used, language)],
      [text(countOf(row.tokens_30_days, language))],
      actionsOf(row),
    ]),
    empty: say(clientTexts.noAccess),
  }
}

function saidPieces(at: string | undefined, reason: string | undefined, language: Language): Pieces {
  return [
    ...(at === undefined ? [] : [time(at, language), lineBreak]),
    ...(reason === undefined ? [] : [muted(reason)]),
  ]
}
