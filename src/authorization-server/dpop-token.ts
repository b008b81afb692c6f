import type { JWTPayload } from 'jose'
import type { Context } from 'koa'
import { BrokerError } from '#src/http/broker-error.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { verifyProof } from './dpop-proof.ts'
import { spendJti } from './replay.ts'

/** Seconds that a spent proof is remembered: longer than it is accepted. */
const proofMemorySeconds = 300

/** The access token of a request (RFC 6750 section 2.1, RFC 9449 section 7.1). @throws {BrokerError} `access_token_invalid` */
export function readAccessToken(ctx: Context): { readonly scheme: 'dpop' | 'bearer'; readonly accessToken: string } {
  const [scheme = '', accessToken, ...rest] = ctx.get('authorization').split(' ')
  const known = (['dpop', 'bearer'] as const).find((name) => name === scheme.toLowerCase())
  if (known === undefined || accessToken === undefined || accessToken === '' || rest.length > 0) {
    throw tokenInvalid('send the access token as Authorization: DPoP')
  }
  return { scheme: known, accessToken }
}

/**
 * The proof must fit this request, this token and the key that the token is bound to; its `jti` is spent in the unit.
 * @throws {BrokerError} `dpop_invalid` `access_token_invalid`
 */
export async function spendProof(
  ctx: Context,
  unit: UnitOfWork,
  token: { readonly accessToken: string; readonly payload: JWTPayload; readonly clientId: string },
  { url, nowSeconds }: { readonly url: string; readonly nowSeconds: number },
): Promise<void> {
  const { accessToken, payload, clientId } = token
  const expected = { method: ctx.method, url, accessToken, nowSeconds }
  const { jti, thumbprint } = await verifyProof(singleProof(ctx), expected)
  if (thumbprintOf(payload) !== thumbprint) throw tokenInvalid('the token is bound to another key')
  spendJti(unit, { issuer: clientId, jti, expiresAt: nowSeconds + proofMemorySeconds, nowSeconds })
}

/** What a unit with a proof in it could not commit. */
export function lostToken(reason: string | undefined): BrokerError {
  return reason === 'dpop_replayed'
    ? new BrokerError('dpop_replayed', 'the DPoP proof was already used: make a new one for every request')
    : tokenInvalid('the login behind the token has ended')
}

/** A refusal by RFC 6750 section 3.1. */
export function tokenInvalid(description: string): BrokerError {
  return new BrokerError('access_token_invalid', description)
}

function singleProof(ctx: Context): string {
  const header = ctx.get('dpop')
  if (header === '' || header.includes(','))
    throw new BrokerError('dpop_invalid', 'exactly one DPoP proof must be sent')
  return header
}

function thumbprintOf({ cnf }: JWTPayload): unknown {
  return typeof cnf === 'object' && cnf !== null && 'jkt' in cnf ? cnf.jkt : undefined
}
