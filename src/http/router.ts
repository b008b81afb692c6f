import type { Context, Middleware } from 'koa'
import { BrokerError } from './broker-error.ts'

/** One address of ours: an exact path, or a pattern anchored at both ends. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string | RegExp
  readonly handle: (ctx: Context) => Promise<void> | void
}

/** Finds the route of a request; a path that is not on the list does not exist. HEAD is answered as GET. */
export function router(routes: readonly Route[]): Middleware {
  return async function route(ctx) {
    const atPath = routes.filter(({ path }) => (typeof path === 'string' ? path === ctx.path : path.test(ctx.path)))
    if (atPath.length === 0) throw new BrokerError('not_found', 'there is nothing at this address')
    const method = ctx.method === 'HEAD' ? 'GET' : ctx.method
    const found = atPath.find((candidate) => candidate.method === method)
    if (found === undefined) {
      ctx.set('allow', atPath.map((candidate) => candidate.method).join(', '))
      throw new BrokerError(
        'method_not_allowed',
        `this address does not take ${/^[A-Z]{1,10}$/.test(ctx.method) ? ctx.method : 'that method'}`,
      )
    }
    await found.handle(ctx)
  }
}
