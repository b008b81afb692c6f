import { createServer } from 'node:http'
import { adapterKinds } from '../kinds.ts'
import jwks from './broker-client.jwks.json' with { type: 'json' }
import { createOpState, type OpState, type RegisteredClient } from './core/op-state.ts'
import { createListener } from './listener.ts'
import { loadProviders } from './load-providers.ts'
import { hprRegister } from './registers/hpr.ts'
import { persontjenesten } from './registers/persontjenesten.ts'
import { createRegisterState, type RegisterState } from './registers/register-state.ts'

/** What every simulator calls the broker: `client_id` in the broker's configuration. */
export const simulatorClientId = 'tillit'

export interface SimulatorsOptions {
  /** 0 lets the operating system choose. */
  readonly port: number
  /** Loopback address to bind; default `127.0.0.1`. */
  readonly host?: string
  /** Where browsers and the broker reach the simulators; default `http://localhost:<port>`. A port of 0 in it becomes the real one. */
  readonly origin?: string
  /** Origin of the broker: its callbacks are the only redirect addresses. */
  readonly brokerOrigin: string
  /** Seconds since the epoch; default the machine's clock. */
  readonly now?: () => number
  /** Names of the kinds whose simulators start; default all that are shipped. */
  readonly kinds?: readonly string[]
}

export interface Simulators {
  /** Origin of all simulators; an issuer is `<url>/<provider id>`. */
  readonly url: string
  /** Lets a further broker in, for tests in which it gets its port after the simulators. */
  readonly allowBroker: (brokerOrigin: string) => void
  close(): Promise<void>
}

/**
 * Starts every simulated identity provider on one origin. For development and tests: the keys are new at each start and
 * everybody may be anybody.
 * @throws {Error} when the host is not a loopback address or the port is taken.
 */
export async function startSimulators(options: SimulatorsOptions): Promise<Simulators> {
  const { port, host = '127.0.0.1', now = () => Math.floor(Date.now() / 1000) } = options
  if (!['127.0.0.1', '::1', 'localhost'].includes(host)) throw new Error('simulators bind a loopback address only')
  const { kinds = adapterKinds.map(({ kind }) => kind) } = options
  const providers = (await Promise.all(kinds.map(loadProviders))).flat()
  const ops = new Map<string, OpState>()
  const knownHosts = new Set<string>()
  const registers = new Map<string, RegisterState>()
  const listener = createListener(ops, registers, knownHosts)
  // Addresses are known only when it listens. Who asks before everything is there waits, and is not told 404.
  const { promise: prepared, resolve: begin } = Promise.withResolvers<void>()
  const server = createServer((request, response) => {
    void prepared.then(() => listener(request, response))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const address = server.address()
  const boundPort = typeof address === 'object' && address !== null ? address.port : port
  const url = (options.origin ?? `http://localhost:${boundPort}`).replace(/:0$/, `:${boundPort}`)
  for (const known of [new URL(url).host, `localhost:${boundPort}`, `127.0.0.1:${boundPort}`]) knownHosts.add(known)
  const registrations = providers.map((provider) => register(provider.id))
  const allowBroker = (origin: string) => {
    for (const registration of registrations) registration.allow(origin)
  }
  allowBroker(options.brokerOrigin)
  await Promise.all(
    providers.map(async (provider, index) => {
      const client = registrations[index]?.client
      if (client) ops.set(provider.id, await createOpState(provider, url, client, now))
    }),
  )
  for (const register of [persontjenesten, hprRegister]) {
    registers.set(register.id, createRegisterState(register, { origin: url, jwks, now }))
  }
  begin()
  const close = () =>
    new Promise<void>((resolve, reject) => {
      server.close((error) => (error ? reject(error) : resolve()))
      server.closeAllConnections()
    })
  return { url, allowBroker, close }
}

function register(providerId: string): { readonly client: RegisteredClient; readonly allow: (origin: string) => void } {
  const redirectUris = new Set<string>()
  const postLogoutRedirectUris = new Set<string>()
  return {
    client: { clientId: simulatorClientId, name: 'Tillit', jwks, redirectUris, postLogoutRedirectUris },
    allow(origin) {
      redirectUris.add(`${origin}/login/callback/${providerId}`)
      postLogoutRedirectUris.add(`${origin}/login/logout/callback`)
    },
  }
}
