import { wordOf } from '../../call/forms.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { listPage } from '../../entity/list-page.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, link, text } from '../../view/pieces.ts'
import { entityTag } from '../status-tags.ts'

/** GET /admin/clients */
export function clientsPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, room } = signedIn
  return listPage(signedIn, 'client', {
    title: say(frameTexts.clients),
    columns: [
      say(entityTexts.name),
      say(entityTexts.id),
      say(entityTexts.organisation),
      say(entityTexts.kind),
      say(entityTexts.status),
    ],
    canCreate: true,
    rowOf: (document) => {
      const [id, organisation] = [wordOf(document, 'client_id'), wordOf(document, 'organisation')]
      return [
        [link(wordOf(document, 'client_name') || id, pathOf({ kind: 'client', id }))],
        [code(id)],
        [text(room.registry().organisation(organisation)?.name ?? organisation)],
        [text(wordOf(document, 'kind'))],
        [entityTag(wordOf(document, 'status'), say)],
      ]
    },
  })
}
