import { compare } from './compare.ts'
import { median, print } from './print.ts'
import { startServer } from './server-process.ts'
import { type Endpoint, type Stranger, Strangers } from './strangers.ts'

/** Rounds that are measured, after those that warm everything up. In each, every stranger asks once at every endpoint. */
const rounds = Number(process.env['BENCH_ROUNDS'] ?? 1000)
const warmUpRounds = 100
const roundsPerNonce = 50
/** Standard deviations beyond which two sets of times are not alike; five pairs an endpoint never come so far by chance. */
const farApart = 4

const known = 'integrasjon-nordfjell'
/** The first is what the others are compared with; the second, another unknown one, shows what chance does. */
const strangers: readonly Stranger[] = [
  { name: 'unknown client', clientId: 'nobody-at-all-000001', kid: `development-only-${known}-1` },
  { name: 'another unknown client', clientId: 'nobody-at-all-000002', kid: `development-only-${known}-1` },
  { name: 'known client, wrong key', clientId: known, kid: `development-only-${known}-1` },
  { name: 'known client, wrong key, unknown kid', clientId: known, kid: `development-only-${known}-9` },
]
const endpoints: readonly Endpoint[] = [
  { path: '/connect/token', form: { grant_type: 'client_credentials', scope: 'nhn:provesvar/api' } },
  {
    path: '/connect/par',
    form: {
      response_type: 'code',
      scope: 'openid',
      redirect_uri: 'http://localhost:3002/none',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    },
  },
  { path: '/connect/introspect', form: { token: 'x' } },
  { path: '/connect/revocation', form: { token: 'x' } },
]

/**
 * Whether somebody can tell by the clock that a client exists: how long a refused authentication takes, for a client
 * that nobody knows and for known ones whose key the caller does not have, taken in turns within one run.
 */
export async function authenticationFigures(parts: {
  readonly port: number
  readonly env: Readonly<Record<string, string>>
}): Promise<void> {
  const issuer = `http://localhost:${parts.port}`
  const env = { ...parts.env, TILLIT_LOG_LEVEL: 'warn' }
  const readyUrl = `${issuer}/.well-known/openid-configuration`
  const broker = await startServer({ file: 'src/main.ts', env, readyUrl })
  const load = new Strangers(issuer)
  const times = new Map<string, number[]>()
  for (let round = -warmUpRounds; round < rounds; round++) {
    if (round % roundsPerNonce === 0) await load.renewNonce()
    for (const endpoint of endpoints) {
      // Another order in every round, so that nobody always comes after the same.
      for (const stranger of shuffled(strangers)) {
        const milliseconds = await load.refuse(stranger, endpoint)
        if (round >= 0) timesOf(times, endpoint, stranger).push(milliseconds)
      }
    }
  }
  load.close()
  await broker.stop()
  for (const endpoint of endpoints) printEndpoint(endpoint, times)
}

function shuffled<T>(list: readonly T[]): readonly T[] {
  return list
    .map((one) => ({ one, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one)
}

function printEndpoint(endpoint: Endpoint, times: Map<string, number[]>): void {
  const [base, ...others] = strangers.map((stranger) => ({ stranger, all: timesOf(times, endpoint, stranger) }))
  if (base === undefined) return
  print(`refused authentication at ${endpoint.path}`, `${rounds} of each, in turns`)
  print(`  ${base.stranger.name}`, `${median(base.all).toFixed(3)} ms`)
  for (const { stranger, all } of others) {
    const { ratio, chance, sigmas } = compare(base.all, all)
    const verdict = sigmas > farApart ? 'DIFFERS' : 'alike'
    const figures = `ratio of medians ${ratio.toFixed(3)}, longer in ${(chance * 100).toFixed(1)} %`
    print(`  ${stranger.name}`, `${median(all).toFixed(3)} ms, ${figures}: ${verdict} (${sigmas.toFixed(1)} sigma)`)
  }
}

function timesOf(times: Map<string, number[]>, { path }: Endpoint, { name }: Stranger): number[] {
  const key = `${path} ${name}`
  const found = times.get(key) ?? []
  times.set(key, found)
  return found
}
