import type { Route } from '#src/http/router.ts'
import { wordOf } from '../../call/forms.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import type { ConsoleRoom } from '../../console-room.ts'
import { create, showCreate } from '../../entity/create-page.ts'
import { changeDocument, documentPage } from '../../entity/document-page.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { listPage } from '../../entity/list-page.ts'
import { formAt, pageAt } from '../../signed-in-routes.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import type { PageContent } from '../../view/page-content.ts'
import { link, tag, text } from '../../view/pieces.ts'
import { entityTag } from '../status-tags.ts'
import { newOrganisation } from './organisation-fields.ts'
import { changeOrganisation, changeOrganisationStatus, organisationPage } from './organisation-page.ts'

const at = (rest: string) => new RegExp(`^/admin/organisations/(\\d{9})${rest}$`)

/** Organisations, and the delegations between them. */
export function organisationRoutes(room: ConsoleRoom): readonly Route[] {
  const delegation = /^\/admin\/delegations\/(\d{9}-\d{9})\/document$/
  return [
    pageAt(room, '/admin/organisations', organisationsPage),
    pageAt(room, '/admin/organisations/new', async (signedIn) => showCreate(signedIn, newOrganisation(signedIn))),
    formAt(room, '/admin/organisations/new', (signedIn, form) => create(signedIn, newOrganisation(signedIn), form)),
    pageAt(room, at(''), organisationPage),
    formAt(room, at(''), changeOrganisation),
    formAt(room, at('/status'), changeOrganisationStatus),
    pageAt(room, delegation, (signedIn) => documentPage(signedIn, 'delegation')),
    formAt(room, delegation, (signedIn, form) => changeDocument(signedIn, 'delegation', form)),
  ]
}

function organisationsPage(signedIn: SignedIn): Promise<PageContent> {
  const { say, isOperator } = signedIn
  return listPage(signedIn, 'organisation', {
    title: say(frameTexts.organisations),
    columns: [say(entityTexts.name), say(entityTexts.number), say(entityTexts.agreements), say(entityTexts.status)],
    canCreate: isOperator,
    rowOf: (document) => {
      const number = wordOf(document, 'organisation_number')
      const isWhole = Object.values(Object(document['agreements'])).every((value) => value === true)
      return [
        [link(wordOf(document, 'name'), pathOf({ kind: 'organisation', id: number }))],
        [text(number)],
        [isWhole ? text(say(entityTexts.agreementsWhole)) : tag(say(entityTexts.agreementsLack), 'danger')],
        [entityTag(wordOf(document, 'status'), say)],
      ]
    },
  })
}
