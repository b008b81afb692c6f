import type { Route } from '#src/http/router.ts'
import type { KeyRing } from './key-ring.ts'

/** GET /connect/expiredjwks: keys that signed tokens once and no longer do, for those who must verify old tokens. */
export function expiredKeysRoute(keyRing: () => KeyRing): Route {
  return {
    method: 'GET',
    path: '/connect/expiredjwks',
    handle: (ctx) => {
      ctx.body = { keys: keyRing().expired }
    },
  }
}
