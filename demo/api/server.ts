import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { JWTPayload } from 'jose'
import { challengeFor } from '../../resource-server/challenge.ts'
import {
  type AccessTokenRules,
  type CheckedAccessToken,
  checkAccessToken,
} from '../../resource-server/check-access-token.ts'
import { AccessTokenRefused } from '../../resource-server/refusal.ts'

/**
 * The demo API: `GET /` says what it is, `GET /kjernejournal` answers with what it saw in the token, `GET /health` that it runs.
 * @param url the API's own origin, against which a proof's `htu` is compared.
 */
export function createApi(url: string, rules: AccessTokenRules): Server {
  return createServer((request, response) => {
    answer(request, url, rules).then(
      ({ status, body, headers }) => send(response, status, body, headers),
      () => send(response, 500, { error: 'server_error' }),
    )
  })
}

interface Answer {
  readonly status: number
  readonly body: object
  readonly headers?: Readonly<Record<string, string>>
}

/** For somebody who came here by the address alone. */
const overview = {
  api: 'nhn:kjernejournal',
  try: 'GET /kjernejournal with an access token (Authorization: DPoP) and a DPoP proof',
}

async function answer(request: IncomingMessage, url: string, rules: AccessTokenRules): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', url)
  if (request.method !== 'GET') return { status: 405, body: { error: 'method_not_allowed' }, headers: { allow: 'GET' } }
  if (pathname === '/') return { status: 200, body: overview }
  if (pathname === '/health') return { status: 200, body: { status: 'up' } }
  if (pathname !== '/kjernejournal') return { status: 404, body: { error: 'not_found' } }
  try {
    const token = await checkAccessToken(
      {
        method: request.method,
        url: url + pathname,
        authorization: request.headers.authorization,
        dpop: request.headersDistinct['dpop'] ?? [],
      },
      rules,
    )
    return { status: 200, body: describe(token) }
  } catch (error) {
    if (error instanceof AccessTokenRefused) return refuse(error)
    throw error
  }
}

/** What a real API would decide and log by: who calls, for which organisation, about whom. */
function describe({ claims, scopes, securityLevel }: CheckedAccessToken): object {
  const pid = text(claims, 'helseid://claims/identity/pid')
  return {
    message: 'Tokenet er godtatt',
    client_id: text(claims, 'client_id'),
    client_organisation: text(claims, 'helseid://claims/client/claims/orgnr_parent'),
    client_child_organisation: text(claims, 'helseid://claims/client/claims/orgnr_child'),
    person: securityLevel !== undefined,
    security_level: securityLevel,
    pid: pid === undefined ? undefined : `${pid.slice(0, 6)}*****`,
    scopes,
  }
}

/** The stable name of the rule helps whoever debugs a client; the challenge is for the client itself. */
function refuse(refusal: AccessTokenRefused): Answer {
  const { code, message, reason, status } = refusal
  const body = { error: code ?? 'no_token', rule: reason, reason: message }
  return { status, body, headers: { 'www-authenticate': challengeFor(refusal) } }
}

function send(
  response: ServerResponse,
  status: number,
  body: object,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(JSON.stringify(body, null, 2))
}

function text(claims: JWTPayload, name: string): string | undefined {
  const value = claims[name]
  return typeof value === 'string' ? value : undefined
}
