import { readFileSync } from 'node:fs'
import Koa from 'koa'
import type { Configuration } from 'openid-client'
import type { DemoSettings } from '../settings.ts'
import { pagePolicy } from './page-policy.ts'
import { plainPage } from './pages.ts'
import { type Routes, serviceRoutes } from './routes.ts'
import { type Service, services } from './services.ts'

const styles = readFileSync(new URL('./demo.css', import.meta.url), 'utf8')

/** The web application of the three services. @param configOf what {@link services} speak to the issuer with. */
export function createService(settings: DemoSettings, configOf: (service: Service) => Configuration): Koa {
  const app = new Koa()
  const routes: Routes = {
    'GET /health': (ctx) => {
      ctx.body = { status: 'up' }
    },
    'GET /demo.css': (ctx) => {
      ctx.type = 'text/css'
      ctx.body = styles
    },
    ...serviceRoutes(settings, configOf, services),
  }
  const policy = pagePolicy(settings.issuer, settings.logoutOrigins)
  const { host, origin } = new URL(settings.demoUrl)

  app.use(async (ctx) => {
    ctx.set({
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cache-control': 'no-store',
    })
    // Another name for our address is somebody else's page in front of us (DNS rebinding).
    if (ctx.host !== host) return ctx.throw(421)
    // Forms count only from our own pages. Other ports of localhost are "same site", so the cookie alone can't tell.
    if (ctx.method === 'POST' && ctx.get('origin') !== origin) return ctx.throw(403)
    const route = routes[`${ctx.method} ${ctx.path}`]
    if (route !== undefined) return route(ctx)
    ctx.status = 404
    ctx.body = plainPage('Siden finnes ikke', 'Adressen er feil, eller siden er flyttet.')
  })
  return app
}
