import { createServer, type Server } from 'node:http'
import { issuerAt } from '../resource-server/issuer.ts'
import { InMemoryReplayStore } from '../resource-server/replay-store.ts'
import { createApi } from './api/server.ts'
import { connectClient } from './connect.ts'
import { createService } from './service/app.ts'
import { services } from './service/services.ts'
import { type DemoSettings, isLoopback, readSettings } from './settings.ts'

/** Milliseconds between two tries to reach the issuer, which may start after us. */
const retryMilliseconds = 500

const settings = readSettings(process.env)
const configs = new Map(await untilUp(settings))
const config = (clientId: string) => {
  const found = configs.get(clientId)
  if (found === undefined) throw new Error(`${clientId} is not connected`)
  return found
}

const service = createServer(createService(settings, ({ clientId }) => config(clientId)).callback())
const { issuer } = config('epj-nordfjell').serverMetadata()
const api = createApi(settings.demoApiUrl, {
  issuer,
  audience: 'nhn:kjernejournal',
  scopes: ['nhn:kjernejournal/api'],
  minimumSecurityLevel: 4,
  requiredClaims: ['helseid://claims/client/claims/orgnr_parent'],
  keys: issuerAt(issuer).keys,
  replays: new InMemoryReplayStore(),
})
await Promise.all([
  listen(service, settings.servicePort, settings.demoUrl),
  listen(api, settings.apiPort, settings.demoApiUrl),
])
console.log(`demo: ready, service at ${settings.demoUrl}, API at ${settings.demoApiUrl}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    for (const server of [service, api]) {
      server.close()
      server.closeAllConnections()
    }
  })
}

/** Discovery for each client. Says once why it waits, and tries until the issuer answers. */
async function untilUp({ issuer }: DemoSettings) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await Promise.all(
        services.map(async ({ clientId }) => [clientId, await connectClient(issuer, clientId)] as const),
      )
    } catch (error) {
      if (tries === 0)
        console.log(`demo: waiting for ${issuer} (${error instanceof Error ? error.message : 'no answer'})`)
      await new Promise((resolve) => setTimeout(resolve, retryMilliseconds))
    }
  }
}

/** Opens to other machines only when its address says that they should come. */
function listen(server: Server, port: number, url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, isLoopback(url) ? '127.0.0.1' : '0.0.0.0', resolve)
  })
}
