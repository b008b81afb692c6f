import type { PageWriter } from './page-writer.ts'
import type { Route } from './router.ts'

/** Where the page with help for people stands; every page leads to it. */
export const helpPage = '/help'

/** GET /help */
export function helpRoute({ pages, issuer }: { readonly pages: PageWriter; readonly issuer: string }): Route {
  const origin = new URL(issuer).host
  return {
    method: 'GET',
    path: helpPage,
    handle: (ctx) => pages.send(ctx, { page: (_language, support) => ({ name: 'help', model: { support, origin } }) }),
  }
}
