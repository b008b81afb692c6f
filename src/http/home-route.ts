import type { Config } from '#config/schema.ts'
import type { PageWriter } from './page-writer.ts'
import type { Route } from './router.ts'

/** GET /: what this server is, for somebody who came here by its address alone. */
export function homeRoute(parts: { readonly pages: PageWriter; readonly config: Config }): Route {
  const { pages, config } = parts
  const { issuer, demo, environment } = config
  return {
    method: 'GET',
    path: '/',
    handle: (ctx) =>
      pages.send(ctx, {
        page: (_language, support) => ({
          name: 'home',
          model: {
            links: [
              { text: 'discovery', url: `${issuer}/.well-known/openid-configuration` },
              ...(demo === undefined ? [] : [{ text: 'demo', url: demo.demoUrl } as const]),
              // Elsewhere those who administer know the address, and nobody else needs to.
              ...(environment === 'development' ? [{ text: 'console', url: '/admin' } as const] : []),
            ],
            support,
          },
        }),
      }),
  }
}
