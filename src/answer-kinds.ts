import { adminApiPath } from './admin/admin-api-path.ts'
import { errorPages } from './http/error-uri.ts'
import { helpPage } from './http/help-route.ts'
import { isConfirmPage } from './self-service/confirm-address.ts'
import { isSelfService } from './self-service/is-self-service.ts'

/** Where a person's browser stands, so that a refusal is a page. Everything else is a program and gets JSON. */
export function isPage(path: string): boolean {
  return (
    path === '/' ||
    path === helpPage ||
    path === errorPages ||
    path.startsWith(`${errorPages}/`) ||
    path.startsWith('/login/') ||
    path === '/admin' ||
    (path.startsWith('/admin/') && !isProblemApi(path)) ||
    isConfirmPage(path) ||
    path.startsWith('/connect/authorize') ||
    path.startsWith('/connect/endsession')
  )
}

/** Programs that speak `application/problem+json`. */
export function isProblemApi(path: string): boolean {
  return path.startsWith(`${adminApiPath}/`) || isSelfService(path)
}
