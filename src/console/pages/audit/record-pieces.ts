import type { AuditRecord } from '#src/audit/record.ts'
import { workTexts } from '../../texts/work-texts.ts'
import { code, muted, type Piece, type Pieces, tag, text } from '../../view/pieces.ts'
import type { Say } from '../../view/speak.ts'

const colors = { done: 'success', refused: 'warning', failed: 'danger' } as const

export function outcomeTag({ outcome }: AuditRecord, say: Say): Piece {
  return tag(say(workTexts[outcome]), colors[outcome])
}

/** Who did it. Of a person the trail has a sealed number and no name. */
export function actorPieces({ actor, person }: AuditRecord, say: Say): Pieces {
  return [
    text(actor.kind === 'person' ? say(workTexts.person) : actor.kind),
    ...(actor.id === undefined ? [] : [code(actor.id)]),
    ...(person === undefined || actor.kind === 'person' ? [] : [muted(`(${say(workTexts.person)})`)]),
  ]
}

/** What it was about. */
export function aboutPieces({ client_id, organisation, api, idp, level }: AuditRecord): Pieces {
  return [
    ...(client_id === undefined ? [] : [code(client_id)]),
    ...(api === undefined ? [] : [code(api)]),
    ...(organisation === undefined ? [] : [muted(organisation)]),
    ...(idp === undefined ? [] : [muted(idp)]),
    ...(level === undefined ? [] : [muted(String(level))]),
  ]
}
