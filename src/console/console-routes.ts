import type { Route } from '#src/http/router.ts'
import type { ConsoleRoom, ConsoleStep } from './console-room.ts'
import { beginLogin } from './login/begin-login.ts'
import { completeLogin } from './login/complete-login.ts'
import { logOut } from './login/log-out.ts'
import {
  addAdministrator,
  administratorsPage,
  removeAdministrator,
  removeAdministratorPage,
} from './pages/administrators/administrator-pages.ts'
import { apiRoutes } from './pages/api/api-routes.ts'
import { auditPage, searchAudit, verifyAudit } from './pages/audit/audit-pages.ts'
import { recordPage } from './pages/audit/record-page.ts'
import { clientRoutes } from './pages/client/client-routes.ts'
import { confirmRoutes } from './pages/confirm/confirm-routes.ts'
import { decide, decisionPage } from './pages/decision-page.ts'
import { rotateKey, signingKeysPage } from './pages/keys/signing-keys-page.ts'
import { organisationRoutes } from './pages/organisation/organisation-routes.ts'
import { overviewPage } from './pages/overview/overview-page.ts'
import { providersPage } from './pages/providers-page.ts'
import { revisionPage, revisionsPage, rollBack } from './pages/revisions/revision-pages.ts'
import { formAt, pageAt } from './signed-in-routes.ts'
import { createConsoleViews } from './view/console-views.ts'

const revision = /^\/admin\/revisions\/([1-9]\d{0,14})$/
const administrator = /^\/admin\/administrators\/([\w-]{1,100})\/(\d{9})$/

/** The addresses of the console. */
export function consoleRoutes(parts: Omit<ConsoleRoom, 'views'>): readonly Route[] {
  const room: ConsoleRoom = { ...parts, views: createConsoleViews() }
  const at = (method: Route['method'], path: Route['path'], step: ConsoleStep): Route => ({
    method,
    path,
    handle: (ctx) => step(room, ctx),
  })
  return [
    at('GET', '/admin/login', beginLogin),
    at('GET', '/admin/callback', completeLogin),
    at('POST', '/admin/logout', logOut),
    pageAt(room, '/admin', overviewPage),
    pageAt(room, '/admin/decisions', decisionPage),
    formAt(room, '/admin/decisions', decide),
    ...clientRoutes(room),
    ...confirmRoutes(room),
    ...apiRoutes(room),
    ...organisationRoutes(room),
    pageAt(room, '/admin/revisions', revisionsPage),
    pageAt(room, revision, revisionPage),
    formAt(room, revision, rollBack),
    pageAt(room, '/admin/audit', auditPage),
    formAt(room, '/admin/audit', searchAudit),
    formAt(room, '/admin/audit/verification', verifyAudit),
    pageAt(room, /^\/admin\/audit\/([0-9A-Za-z-]{10,27})$/, recordPage),
    pageAt(room, '/admin/providers', providersPage),
    pageAt(room, '/admin/keys', signingKeysPage),
    formAt(room, '/admin/keys', rotateKey),
    pageAt(room, '/admin/administrators', administratorsPage),
    formAt(room, '/admin/administrators', addAdministrator),
    pageAt(room, administrator, removeAdministratorPage),
    formAt(room, administrator, removeAdministrator),
  ]
}
