import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { type Answer, answerJson, answerPage } from './answer.ts'
import { checkClient } from './client-assertion.ts'
import { type Exchange, readForm } from './exchange.ts'
import { issueIdToken } from './id-token.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import type { CodeGrant, OpState } from './op-state.ts'
import { randomId } from './random-id.ts'

/** Milliseconds that the fault `token-hang` keeps its caller waiting. */
const hangMilliseconds = 30_000

/** Gives the ID token for a code, once. @throws {OAuthRefusal} @see RFC 6749 section 4.1.3, RFC 7636 section 4.6 */
export async function answerToken(op: OpState, exchange: Exchange): Promise<Answer> {
  const form = readForm(exchange)
  await checkClient(op, form)
  if (form.get('grant_type') !== 'authorization_code') {
    throw new OAuthRefusal(400, 'unsupported_grant_type', 'grant_type must be authorization_code')
  }
  const grant = redeem(op, form)
  const fault = grant.fault ?? op.armed.take('token')
  if (fault === 'token-500') return answerJson(500, { error: 'server_error' })
  if (fault === 'token-html') return answerPage(200, '<!doctype html><title>Gateway</title><p>Gateway</p>')
  if (fault === 'token-hang') await wait(hangMilliseconds, undefined, { signal: exchange.gone, ref: false })
  return answerJson(200, {
    access_token: randomId(),
    token_type: 'Bearer',
    expires_in: op.provider.idTokenLifetimeSeconds,
    scope: grant.request.scope,
    id_token: await issueIdToken(op, grant, fault),
  })
}

function redeem(op: OpState, form: URLSearchParams): CodeGrant {
  const grant = op.codes.take(form.get('code') ?? '')
  if (grant === undefined) throw new OAuthRefusal(400, 'invalid_grant', 'code is unknown, expired or spent')
  if (form.get('redirect_uri') !== grant.request.redirectUri) {
    throw new OAuthRefusal(400, 'invalid_grant', 'redirect_uri differs from the authorization request')
  }
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (challenge !== grant.request.codeChallenge) {
    throw new OAuthRefusal(400, 'invalid_grant', 'code_verifier does not match')
  }
  return grant
}
