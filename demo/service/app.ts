import { readFileSync } from 'node:fs'
import Koa from 'koa'
import type { Configuration } from 'openid-client'
import type { DemoSettings } from '../settings.ts'
import { pagePolicy } from './page-policy.ts'
import { frontPage, plainPage } from './pages.ts'
import { type Room, sessionOf } from './room.ts'
import { type Routes, serviceRoutes } from './routes.ts'
import { type Service, services } from './services.ts'
import { newPendingLogins, newSessions } from './sessions.ts'

const styles = readFileSync(new URL('./demo.css', import.meta.url), 'utf8')

/** The web application of all the services. @param configOf what each speaks to the issuer with. */
export function createService(settings: DemoSettings, configOf: (service: Service) => Configuration): Koa {
  const rooms = services.map((service): Room => {
    const config = configOf(service)
    return { service, config, settings, pendingLogins: newPendingLogins(), sessions: newSessions() }
  })
  const routes: Routes = Object.assign({}, shared(rooms), ...rooms.map(serviceRoutes))
  const headers = {
    'content-security-policy': pagePolicy(settings.issuer, settings.logoutOrigins),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
  }
  const { host, origin } = new URL(settings.demoUrl)

  const app = new Koa()
  // With https in our address TLS ends in front of us, and that proxy says so in X-Forwarded-Proto.
  app.proxy = settings.demoUrl.startsWith('https:')
  app.use(async (ctx) => {
    ctx.set(headers)
    // Another name for our address is somebody else's page in front of us (DNS rebinding).
    if (ctx.host !== host) ctx.throw(421)
    // Forms count only from our own pages. Other ports of localhost are "same site", so the cookie alone can't tell.
    if (ctx.method === 'POST' && ctx.get('origin') !== origin) ctx.throw(403)
    const route = routes[`${ctx.method} ${ctx.path}`]
    if (route !== undefined) {
      await route(ctx)
      return
    }
    ctx.status = 404
    ctx.body = plainPage('Siden finnes ikke', 'Adressen er feil, eller siden er flyttet.')
  })
  return app
}

function shared(rooms: readonly Room[]): Routes {
  return {
    'GET /': (ctx) => {
      ctx.body = frontPage(rooms.map((room) => ({ service: room.service, session: sessionOf(room, ctx) })))
    },
    'GET /demo.css': (ctx) => {
      ctx.type = 'text/css'
      ctx.body = styles
    },
    'GET /health': (ctx) => {
      ctx.body = { status: 'up' }
    },
  }
}
