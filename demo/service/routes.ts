import type { Context } from 'koa'
import { begin, complete } from './login-steps.ts'
import type { Room, Step } from './room.ts'
import { home, loggedOut, refresh, useApi } from './session-steps.ts'

/** What answers, by method and path. */
export type Routes = Readonly<Record<string, (ctx: Context) => Promise<void> | void>>

/** Every address of one service: away to log in, the way back, the page of somebody logged in, logout. */
export function serviceRoutes(room: Room): Routes {
  const { home: page, redirectPath, postLogoutPath, callsApi } = room.service
  const steps: readonly (readonly [string, Step])[] = [
    [`GET ${page}/login`, begin],
    [`GET ${redirectPath}`, complete],
    [`GET ${page}`, home],
    [`POST ${page}/refresh`, refresh],
    [`GET ${postLogoutPath}`, loggedOut],
    ...(callsApi ? [[`POST ${page}/api`, useApi] as const] : []),
  ]
  return Object.fromEntries(steps.map(([address, step]) => [address, (ctx: Context) => step(room, ctx)]))
}
