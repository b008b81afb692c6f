import { z } from 'zod'
import { CommandFailed } from '../command-failed.ts'
import type { Right } from './admin-api.ts'
import type { DpopKey } from './dpop-key.ts'
import type { SignAssertion } from './operator-assertion.ts'
import { send } from './send.ts'

const metadataSchema = z.object({ issuer: z.string(), token_endpoint: z.string() })
const tokenSchema = z.object({ access_token: z.string(), token_type: z.literal('DPoP') })
const refusalSchema = z.object({ error: z.string(), error_description: z.string().optional() })

/** @throws {CommandFailed} when the broker does not answer, is another one, or refuses. */
export async function requestToken(parts: {
  readonly issuer: string
  readonly rights: readonly Right[]
  readonly sign: SignAssertion
  readonly dpop: DpopKey
}): Promise<string> {
  const { issuer, rights, sign, dpop } = parts
  const url = await findTokenEndpoint(issuer)
  const form = new URLSearchParams({
    grant_type: 'client_credentials',
    scope: rights.map((right) => `tillit:admin/${right}`).join(' '),
    client_id: 'tillit-operator',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    // A challenged assertion is not spent: the same is sent again with the nonce (RFC 9449 section 8).
    client_assertion: await sign(issuer),
  })
  let nonce: string | undefined
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const answer = await send(url, {
      method: 'POST',
      headers: { dpop: await dpop.proof({ method: 'POST', url, nonce }) },
      body: form,
    })
    if (answer.status === 200) return readToken(answer.body)
    const challenged = answer.headers.get('dpop-nonce')
    if (attempt > 0 || challenged === null || errorOf(answer.body) !== 'use_dpop_nonce') throw refused(answer.body)
    nonce = challenged
  }
  throw new CommandFailed('the broker gave no access token')
}

async function findTokenEndpoint(issuer: string): Promise<string> {
  const answer = await send(`${issuer}/.well-known/openid-configuration`, { method: 'GET' })
  const metadata = metadataSchema.safeParse(answer.body)
  if (!metadata.success) throw new CommandFailed(`${issuer} is not a broker: it answered ${answer.status}`)
  const { issuer: named, token_endpoint } = metadata.data
  // RFC 8414 section 3.3: an assertion for one broker is never sent to another.
  if (named !== issuer) {
    throw new CommandFailed(`the broker calls itself ${named}, not ${issuer}: use that as --broker or TILLIT_ISSUER`)
  }
  if (!token_endpoint.startsWith(`${issuer}/`)) throw new CommandFailed('the token endpoint is not at the broker')
  return token_endpoint
}

function readToken(body: unknown): string {
  const token = tokenSchema.safeParse(body)
  if (!token.success) throw new CommandFailed('the broker gave no DPoP-bound access token')
  return token.data.access_token
}

function errorOf(body: unknown): string | undefined {
  return refusalSchema.safeParse(body).data?.error
}

function refused(body: unknown): CommandFailed {
  const { error = 'no token', error_description: detail } = refusalSchema.safeParse(body).data ?? {}
  const advice =
    error === 'invalid_client'
      ? "\nThe operator's key is not the one that is registered: run tillit operator init, or look at tillit doctor"
      : ''
  return new CommandFailed(`the broker refuses the operator: ${detail ?? error}${advice}`)
}
