import type { Context, Middleware } from 'koa'
import { type Route, router } from './router.ts'

/**
 * Routes whose code is read when somebody first asks for one of them: a node that only logs people in does without, and
 * holds less memory.
 *
 * @param paths those that are theirs; what none of them is answers as everywhere.
 */
export function lazyRoutes(paths: RegExp, load: () => Promise<readonly Route[]>): readonly Route[] {
  let loading: Promise<Middleware> | undefined
  const handle = async (ctx: Context) => {
    loading ??= load().then(router)
    // One that failed is tried again by the next request.
    const dispatch = await loading.catch((error: unknown) => {
      loading = undefined
      throw error
    })
    await dispatch(ctx, async () => {})
  }
  return (['GET', 'POST', 'PUT', 'DELETE'] as const).map((method) => ({ method, path: paths, handle }))
}
