import type { Route } from '#src/http/router.ts'
import { wordOf } from '../../call/forms.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import type { ConsoleRoom } from '../../console-room.ts'
import { create, type NewEntity, showCreate } from '../../entity/create-page.ts'
import { changeDocument, documentPage } from '../../entity/document-page.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { listPage } from '../../entity/list-page.ts'
import { formAt, pageAt } from '../../signed-in-routes.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import type { PageContent } from '../../view/page-content.ts'
import { code, link, text } from '../../view/pieces.ts'
import { entityTag } from '../status-tags.ts'
import { apiPage, changeApi, changeApiStatus } from './api-page.ts'

const at = (rest: string) => new RegExp(`^/admin/apis/([^/]*(?::|%3A)[^/]*)${rest}$`, 'i')

/** APIs: the list, a new one, and everything about one. */
export function apiRoutes(room: ConsoleRoom): readonly Route[] {
  return [
    pageAt(room, '/admin/apis', apisPage),
    pageAt(room, '/admin/apis/new', async (signedIn) => showCreate(signedIn, newApi(signedIn))),
    formAt(room, '/admin/apis/new', (signedIn, form) => create(signedIn, newApi(signedIn), form)),
    pageAt(room, at(''), apiPage),
    formAt(room, at(''), changeApi),
    formAt(room, at('/status'), changeApiStatus),
    pageAt(room, at('/document'), (signedIn) => documentPage(signedIn, 'api')),
    formAt(room, at('/document'), (signedIn, form) => changeDocument(signedIn, 'api', form)),
  ]
}

function apisPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, room, isOperator } = signedIn
  return listPage(signedIn, 'api', {
    title: say(frameTexts.apis),
    columns: [say(entityTexts.name), say(entityTexts.id), say(entityTexts.owner), say(entityTexts.status)],
    canCreate: isOperator,
    rowOf: (document) => {
      const [resource, owner] = [wordOf(document, 'resource'), wordOf(document, 'owner')]
      return [
        [link(wordOf(document, 'name'), pathOf({ kind: 'api', id: resource }))],
        [code(resource)],
        [text(room.registry().organisation(owner)?.name ?? owner)],
        [entityTag(wordOf(document, 'status'), say)],
      ]
    },
  })
}

/** Written as a whole: its scopes and claims are a contract with others, and no form is shorter than it. */
function newApi({ say }: SignedIn): NewEntity {
  return {
    kind: 'api',
    title: say(entityTexts.createOf, { name: say(entityTexts.api) }),
    start: {
      resource: '',
      name: '',
      owner: '',
      status: 'active',
      scopes: [
        {
          name: '',
          description: { nb: '', nn: '', en: '' },
          used_by: ['user', 'machine'],
          minimum_security_level: 4,
          approval: 'owner',
        },
      ],
      access_token: { profile: 'helseid', lifetime_seconds: 600, signing_alg: 'PS256', claims: [] },
    },
    fields: [],
    idMember: 'resource',
  }
}
