// Sends an API every token and proof that it must refuse, and says which ones it took.
// Run: node_modules/.bin/node resource-server/try/main.ts --api http://localhost:8080/kjernejournal
// This is its own issuer, at --issuer (http://localhost:3010): point the API to it first, never in production.
import { createServer, type Server } from 'node:http'
import { parseArgs } from 'node:util'
import { badProofs } from './bad-proofs.ts'
import { badTokens, type Row } from './bad-tokens.ts'
import { type Bench, createBench } from './bench.ts'

const { values } = parseArgs({
  options: {
    api: { type: 'string', default: 'http://localhost:3003/kjernejournal' },
    /** The address in proofs, when the API stands behind a proxy and knows itself by another one. */
    'public-url': { type: 'string' },
    audience: { type: 'string', default: 'nhn:kjernejournal' },
    scope: { type: 'string' },
    issuer: { type: 'string', default: 'http://localhost:3010' },
  },
})
const { api, audience, issuer } = values
const url = values['public-url'] ?? api
const bench = await createBench({ issuer, url, audience, scope: values.scope ?? `${audience}/api` })
const server = await listen(bench)
try {
  process.exitCode = await tryAll()
} finally {
  server.close()
  server.closeAllConnections()
}

/** 0 when everything bad was refused, 1 when something was taken, 2 when a good token was not. */
async function tryAll(): Promise<number> {
  const good = await send({})
  if (good.status !== 200) {
    console.error(`The good token was answered ${good.status}: ${good.challenge}. Does the API know ${issuer}?`)
    return 2
  }
  const taken: string[] = []
  for (const row of [...badTokens, ...badProofs]) {
    const { status, challenge } = await send(row.tamper(bench))
    const isRefused = status === 401 || status === 403 || status === 400
    if (!isRefused) taken.push(row.name)
    console.log(`${isRefused ? 'refused' : 'TAKEN  '} ${status}  ${row.name}  ${challenge}`)
  }
  if (!(await isReplayRefused())) taken.push('a proof for the second time')
  if ((await send({})).status !== 200) taken.push('afterwards the good token is refused')
  console.log(taken.length === 0 ? 'All refused.' : `Not as it must be: ${taken.join('; ')}`)
  return taken.length === 0 ? 0 : 1
}

async function send(tamper: ReturnType<Row['tamper']>) {
  return ask(await bench.request(tamper))
}

async function isReplayRefused(): Promise<boolean> {
  const request = await bench.request()
  const [first, second] = [await ask(request), await ask(request)]
  return first.status === 200 && second.status === 401
}

async function ask({ authorization, dpop }: Awaited<ReturnType<Bench['request']>>) {
  const headers = new Headers(authorization === undefined ? {} : { authorization })
  for (const proof of dpop) headers.append('dpop', proof)
  const response = await fetch(api, { headers, redirect: 'manual' })
  await response.arrayBuffer()
  return { status: response.status, challenge: response.headers.get('www-authenticate')?.slice(0, 100) ?? '' }
}

function listen({ publicJwk }: Bench): Promise<Server> {
  const metadata = {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['ES256'],
  }
  const issuerServer = createServer((request, response) => {
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify(request.url === '/jwks' ? { keys: [publicJwk] } : metadata))
  })
  return new Promise((resolve, reject) => {
    issuerServer.once('error', reject)
    issuerServer.listen(Number(new URL(issuer).port) || 3010, '127.0.0.1', () => resolve(issuerServer))
  })
}
