import { type Answer, answerJson } from './answer.ts'
import { checkClient } from './client-assertion.ts'
import { type Exchange, readForm } from './exchange.ts'
import { OAuthRefusal } from './oauth-refusal.ts'
import type { OpState } from './op-state.ts'
import type { AuthorizationRequest } from './provider.ts'
import { randomId } from './random-id.ts'

/** Takes the authorization request from the broker and gives it a handle. @throws {OAuthRefusal} @see RFC 9126 section 2 */
export async function answerPushedRequest(op: OpState, exchange: Exchange): Promise<Answer> {
  const form = readForm(exchange)
  await checkClient(op, form)
  const request = parseRequest(op, form)
  const requestUri = `urn:${op.provider.id}:${randomId()}`
  const expiresIn = op.provider.requestUriLifetimeSeconds
  op.pushed.set(requestUri, request, expiresIn)
  return answerJson(201, { request_uri: requestUri, expires_in: expiresIn })
}

/** Judges an authorization request, pushed or not. @throws {OAuthRefusal} */
export function parseRequest(op: OpState, form: URLSearchParams): AuthorizationRequest {
  const redirectUri = required(form, 'redirect_uri')
  if (!op.client.redirectUris.has(redirectUri)) refuse('redirect_uri is not registered')
  if (form.get('response_type') !== 'code') refuse('response_type must be code')
  if (form.get('code_challenge_method') !== 'S256') refuse('code_challenge_method must be S256')
  const codeChallenge = required(form, 'code_challenge')
  if (!/^[\w-]{43}$/.test(codeChallenge)) refuse('code_challenge is not a SHA-256')
  const scope = required(form, 'scope')
  const scopes = scope.split(' ')
  if (!scopes.includes('openid') || scopes.some((name) => !op.provider.scopes.includes(name))) {
    throw new OAuthRefusal(400, 'invalid_scope', 'scope is not allowed')
  }
  const onBehalfOf = form.get('onbehalfof') ?? undefined
  if (onBehalfOf !== undefined && !/^\d{9}$/.test(onBehalfOf)) refuse('onbehalfof is not registered')
  const responseMode = form.get('response_mode') ?? 'query'
  const modes = op.provider.responseModes ?? ['query']
  const mode = modes.find((known) => known === responseMode) ?? refuse('response_mode is not supported')
  return {
    redirectUri,
    responseMode: mode,
    state: required(form, 'state'),
    nonce: required(form, 'nonce'),
    codeChallenge,
    scope,
    acrValues: (form.get('acr_values') ?? '').split(' ').filter((value) => value !== ''),
    forceLogin: form.get('prompt') === 'login',
    uiLocales: form.get('ui_locales') ?? undefined,
    onBehalfOf,
    parameters: Object.fromEntries(form),
  }
}

function required(form: URLSearchParams, name: string): string {
  const values = form.getAll(name)
  const [value] = values
  if (value === undefined || value === '' || values.length > 1) return refuse(`${name} must be there once`)
  return value
}

function refuse(description: string): never {
  throw new OAuthRefusal(400, 'invalid_request', description)
}
