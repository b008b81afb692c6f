import type { Route } from '#src/http/router.ts'
import type { ConsoleRoom } from '../../console-room.ts'
import { create, showCreate } from '../../entity/create-page.ts'
import { changeDocument, documentPage } from '../../entity/document-page.ts'
import { formAt, pageAt } from '../../signed-in-routes.ts'
import { giveUpAccess, giveUpPage, requestAccess } from './change-client-access.ts'
import { addKey, retireKey, retireKeyPage } from './change-client-keys.ts'
import { clientAccessPage } from './client-access.ts'
import { clientHistoryPage } from './client-history.ts'
import { clientKeysPage } from './client-keys.ts'
import { clientPreviewPage, previewToken } from './client-preview.ts'
import { changeClientSettings, changeClientStatus, clientSettingsPage } from './client-settings.ts'
import { clientUsagePage } from './client-usage.ts'
import { clientsPage } from './clients-page.ts'
import { newClient } from './new-client.ts'

/** `new` is the form for a new one. */
const at = (rest: string) => new RegExp(`^/admin/clients/(?!new$)([^/]+)${rest}$`)

/** Everything about one client. */
export function clientRoutes(room: ConsoleRoom): readonly Route[] {
  return [
    pageAt(room, '/admin/clients', clientsPage),
    pageAt(room, '/admin/clients/new', async (signedIn) => showCreate(signedIn, newClient(signedIn))),
    formAt(room, '/admin/clients/new', (signedIn, form) => create(signedIn, newClient(signedIn), form)),
    pageAt(room, at(''), clientSettingsPage),
    formAt(room, at(''), changeClientSettings),
    formAt(room, at('/status'), changeClientStatus),
    pageAt(room, at('/document'), (signedIn) => documentPage(signedIn, 'client')),
    formAt(room, at('/document'), (signedIn, form) => changeDocument(signedIn, 'client', form)),
    pageAt(room, at('/access'), clientAccessPage),
    formAt(room, at('/access'), requestAccess),
    pageAt(room, at('/give-up'), giveUpPage),
    formAt(room, at('/give-up'), giveUpAccess),
    pageAt(room, at('/keys'), clientKeysPage),
    formAt(room, at('/keys'), addKey),
    pageAt(room, at('/retire-key'), retireKeyPage),
    formAt(room, at('/retire-key'), retireKey),
    pageAt(room, at('/usage'), clientUsagePage),
    pageAt(room, at('/preview'), clientPreviewPage),
    formAt(room, at('/preview'), previewToken),
    pageAt(room, at('/history'), clientHistoryPage),
  ]
}
