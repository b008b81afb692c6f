import { adminRoutes } from './admin/admin-routes.ts'
import { consoleRoutes } from './console/console-routes.ts'
import type { Route } from './http/router.ts'
import { selfServiceRoutes } from './self-service/self-service-routes.ts'

interface AdministrationParts {
  readonly api: Parameters<typeof adminRoutes>[0] & Parameters<typeof selfServiceRoutes>[0]
  readonly console: Parameters<typeof consoleRoutes>[0]
}

/** What administers the registry: the admin API, self-service and the console. */
export function administrationRoutes({ api, console }: AdministrationParts): readonly Route[] {
  return [...adminRoutes(api), ...selfServiceRoutes(api), ...consoleRoutes(console)]
}
