import type { EntityRef } from '#src/registry/entity-kind.ts'
import { type RevisionItem, revisionsForm } from '../call/forms.ts'
import { ask, type SignedIn } from '../call/signed-in.ts'
import { entityKeys } from '../entity/entity-paths.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import type { Block, TableBlock } from '../view/block.ts'
import { link, muted, type Pieces, text, time } from '../view/pieces.ts'

/** Every revision that changed one entity. */
export async function historyBlocks(signedIn: SignedIn, { kind, id }: EntityRef): Promise<readonly Block[]> {
  const { items } = await ask(signedIn, entityKeys(kind).revisions, revisionsForm, { params: { id } })
  return [revisionTable(signedIn, items)]
}

/** Revisions, newest first. */
export function revisionTable(signedIn: SignedIn, items: readonly RevisionItem[]): TableBlock {
  const { say, language } = signedIn
  return {
    kind: 'table',
    caption: say(entityTexts.history),
    columns: [say(entityTexts.revision), say(entityTexts.when), say(entityTexts.who), say(entityTexts.why)],
    rows: items.map(({ number, at, author, reason }) => [
      [link(`#${number}`, `/admin/revisions/${number}`)],
      [time(at, language)],
      authorPieces(signedIn, author),
      [text(reason)],
    ]),
    empty: say(entityTexts.noHistory),
  }
}

export function authorPieces(
  { say, room }: SignedIn,
  { kind, id, on_behalf_of, os_user, os_host }: RevisionItem['author'],
): Pieces {
  const place = [os_user, os_host].filter(Boolean).join('@')
  return [
    text(id === '' ? kind : id),
    ...(place === '' ? [] : [muted(place)]),
    ...(on_behalf_of === undefined
      ? []
      : [
          muted(
            say(entityTexts.onBehalfOf, {
              organisation: room.registry().organisation(on_behalf_of)?.name ?? on_behalf_of,
            }),
          ),
        ]),
  ]
}
