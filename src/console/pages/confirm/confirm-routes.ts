import type { Route } from '#src/http/router.ts'
import { confirmAddress, confirmPage } from '#src/self-service/confirm-address.ts'
import type { ConsoleRoom } from '../../console-room.ts'
import { formAt, pageAt } from '../../signed-in-routes.ts'
import { confirmClient, confirmClientPage } from './confirm-client.ts'

/** `/selvbetjening/confirm-client/{id}`, to which a program brings the person whose draft it has made. */
export function confirmRoutes(room: ConsoleRoom): readonly Route[] {
  return [
    withReturnChecked(pageAt(room, confirmPage, confirmClientPage)),
    withReturnChecked(formAt(room, confirmPage, confirmClient)),
  ]
}

/** Before anybody is asked to log in: where it would lead afterwards must be this very machine. */
function withReturnChecked(route: Route): Route {
  return {
    ...route,
    handle: (ctx) => {
      confirmAddress(ctx.path, new URLSearchParams(ctx.querystring))
      return route.handle(ctx)
    },
  }
}
