import type { Clock } from '#src/operations/clock.ts'
import { CommandFailed } from '../command-failed.ts'
import type { AdminAnswer, AdminApi, AdminRequest, Right } from './admin-api.ts'
import { readProblem } from './admin-refused.ts'
import { DpopKey } from './dpop-key.ts'
import type { BrokerPlace } from './find-broker.ts'
import { operatingSystem } from './operating-system.ts'
import { loadOperatorKey } from './operator-assertion.ts'
import { requestToken } from './request-token.ts'
import { open, send } from './send.ts'

/**
 * The admin API of a running broker, as the client `tillit-operator`.
 * @throws {CommandFailed} without the operator's key, or when the broker gives no token.
 */
export async function connectHttp(place: BrokerPlace, rights: readonly Right[], clock: Clock): Promise<AdminApi> {
  const { issuer, dataDir } = place
  const dpop = await DpopKey.make(clock)
  const sign = loadOperatorKey(dataDir, clock)
  const accessToken = await requestToken({ issuer, rights, sign, dpop })
  const prepare = async (request: AdminRequest) => {
    const url = `${issuer}/admin/api/v1${request.path}`
    const proof = await dpop.proof({ method: request.method, url, accessToken })
    return {
      url: url + queryOf(request),
      request: {
        method: request.method,
        headers: { authorization: `DPoP ${accessToken}`, dpop: proof, ...headersOf(request) },
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        isLong: request.isLong === true,
      },
    }
  }
  return {
    call: async (request): Promise<AdminAnswer> => {
      const prepared = await prepare(request)
      const { status, headers, body } = await send(prepared.url, prepared.request)
      if (status >= 300) throw readProblem(status, body)
      const etag = headers.get('etag')
      return { status, body, ...(etag === null ? {} : { etag }) }
    },
    stream: async (request) => {
      const prepared = await prepare(request)
      const response = await open(prepared.url, prepared.request)
      if (!response.ok) throw readProblem(response.status, await readJsonBody(response))
      return textOf(response)
    },
  }
}

function queryOf({ query = {} }: AdminRequest): string {
  const given = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) given.set(name, value)
  return given.size === 0 ? '' : `?${given}`
}

function headersOf({ body, reason, ifMatch, isNew = false }: AdminRequest): Readonly<Record<string, string>> {
  const { user, host } = operatingSystem()
  return {
    'tillit-os-user': user,
    'tillit-os-host': host,
    ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(reason === undefined ? {} : { 'tillit-reason': encodeURIComponent(reason) }),
    ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
    ...(isNew ? { 'if-none-match': '*' } : {}),
  }
}

async function readJsonBody(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch {
    return undefined
  }
}

async function* textOf(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  try {
    for await (const bytes of response.body ?? []) yield decoder.decode(bytes, { stream: true })
  } catch {
    throw new CommandFailed('The answer broke off: what was written is not all of it.')
  }
}
