import { loadavg } from 'node:os'
import development from '#config/development.json' with { type: 'json' }
import { startSimulators } from '#idp-adapters/simulators/simulators.ts'
import { tokensOf } from '../test/support/broker.ts'
import { makeDpopKey, TestClient } from '../test/support/test-client.ts'
import { median, print } from './print.ts'
import { startServer } from './server-process.ts'
import { startUpstreamHop } from './upstream-hop.ts'

const brokerPort = 3780
const simulatorsPort = 3785
const warmUps = 10
const journeys = 30
/** Milliseconds of its own that the broker may add to a login journey (issue 3). */
const limitMilliseconds = 50

/** A service of the hospital that the simulated regions speak for, at level 3: every provider may serve it. */
const clientId = 'vaktplan-fjord'
const issuer = `http://localhost:${brokerPort}`

/** Whom the regions know, and how they let themselves be used without a second page. */
const employee = { persona: 'P16', choices: { method: 'smartcard' } } as const

/** Milliseconds of one journey. */
interface Watched {
  /** Answers of the broker, less what it waited for. */
  readonly own: number
  /** Answers of everybody. */
  readonly whole: number
}

interface Figures extends Watched {
  /** The broker's time on a processor: what is left of {@link Watched.own} on a machine that has nothing else to do. */
  readonly processor: number
}

/**
 * What the broker adds to a login through each provider: the time of all its answers, from the pushed request to the
 * tokens, less what it waited for the provider and the registers. Seen from outside, so the way there and back is in it.
 */
export async function loginFigures(parts: { readonly folder: string; readonly configFile: string }): Promise<void> {
  const simulators = await startSimulators({
    port: simulatorsPort,
    brokerOrigin: issuer,
    origin: `http://localhost:${brokerPort + 1}`,
  })
  const hop = await startUpstreamHop({ port: brokerPort + 1, targetPort: simulatorsPort })
  const broker = await startServer({
    file: 'src/main.ts',
    env: {
      TILLIT_ENVIRONMENT: 'development',
      TILLIT_PORT: String(brokerPort),
      TILLIT_DATA_DIR: `${parts.folder}/logins`,
      TILLIT_CONFIG: parts.configFile,
    },
    readyUrl: `${issuer}/.well-known/openid-configuration`,
  })
  const client = await TestClient.load(clientId, issuer)
  const watch = watchRequests(hop.waited)
  try {
    const measured = new Map(development.identity_providers.map(({ id }): [string, Figures[]] => [id, []]))
    // In turn, so that a machine that is busy for a while is so for all of them.
    for (let round = 0; round < warmUps + journeys; round += 1) {
      for (const [id, figures] of measured) {
        const before = broker.processorMilliseconds()
        const figure = await watch.during(() => logIn(client, id))
        const processor = broker.processorMilliseconds() - before
        if (round >= warmUps) figures.push({ ...figure, processor })
      }
    }
    const load = `load average of the machine ${loadavg()[0]?.toFixed(1)}`
    print(`login journeys, the broker's own time (limit ${limitMilliseconds} ms; warm, embedded store; ${load})`, '')
    for (const [id, figures] of measured) printFigures(id, figures)
  } finally {
    watch.stop()
    await broker.stop()
    hop.close()
    await simulators.close()
  }
}

/** A person in a new browser, to the tokens. @throws {Error} when a journey ends elsewhere. */
async function logIn(client: TestClient, provider: string): Promise<void> {
  const { persona, choices } = provider.startsWith('helse') ? employee : { persona: 'P01', choices: {} }
  const { clientId: id, key } = client
  // A key of its own for each journey, as each device has.
  const own = new TestClient({ clientId: id, issuer, key, dpop: await makeDpopKey() })
  await tokensOf(own, persona, { provider, choices })
}

function printFigures(id: string, measured: readonly Figures[]): void {
  const of = (name: keyof Figures) => measured.map((each) => each[name])
  const own = median(of('own'))
  const share = median(measured.map((each) => each.own / each.whole))
  const verdict = own < limitMilliseconds ? 'within the limit' : 'OVER THE LIMIT'
  const spread = `${Math.min(...of('own')).toFixed(0)} to ${Math.max(...of('own')).toFixed(0)}`
  const processor = `${median(of('processor')).toFixed(1)} ms of processor`
  print(
    `  ${id}`,
    `${own.toFixed(1)} ms (${spread}; ${processor}), ${(share * 100).toFixed(0)} % of the journey, ${verdict}`,
  )
}

/** Times every exchange of this process: those with the broker, less the waiting behind them, and all together. */
function watchRequests(waited: () => number) {
  const real = globalThis.fetch
  let own = 0
  let whole = 0
  globalThis.fetch = async (input, init) => {
    const begun = performance.now()
    const waitedBefore = waited()
    const response = await real(input, init)
    const body = await response.arrayBuffer()
    const took = performance.now() - begun
    whole += took
    const { origin } = new URL(input instanceof Request ? input.url : input)
    if (origin === issuer) own += took - (waited() - waitedBefore)
    const { status, headers } = response
    return new Response(body.byteLength === 0 ? null : body, { status, headers })
  }
  return {
    async during(journey: () => Promise<void>): Promise<Watched> {
      own = 0
      whole = 0
      await journey()
      return { own, whole }
    },
    stop: () => {
      globalThis.fetch = real
    },
  }
}
