import { engineError } from './engine-errors.ts'

const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token'

/** Parameters of RFC 8693 section 2.1 that the engine lets through to us; `resource` and `audience` may be repeated. */
export const exchangeParameters = [
  'subject_token', 'subject_token_type', 'scope', 'resource', 'audience', 'requested_token_type', 'actor_token',
  'actor_token_type',
] // biome-ignore format: a table reads better in few lines
export const repeatableParameters = ['resource', 'audience']

/** A request for an exchange, in the only form that we serve: our access token for another. */
export interface TokenExchangeRequest {
  readonly subjectToken: string
  readonly scopes: readonly string[]
  readonly targets: readonly string[]
}

/** @throws `request_invalid` */
export function parseExchangeRequest(parameters: Readonly<Record<string, unknown>>): TokenExchangeRequest {
  const { subject_token: subjectToken, scope, resource, audience } = parameters
  if (typeof subjectToken !== 'string' || subjectToken === '') throw invalid('subject_token is missing')
  if (parameters['subject_token_type'] !== accessTokenType)
    throw invalid(`subject_token_type must be ${accessTokenType}`)
  const requested = parameters['requested_token_type']
  if (requested !== undefined && requested !== accessTokenType) {
    throw invalid(`requested_token_type must be ${accessTokenType}`)
  }
  if (parameters['actor_token'] !== undefined || parameters['actor_token_type'] !== undefined) {
    throw invalid('no actor_token: the client that authenticates is the actor')
  }
  return { subjectToken, scopes: words(scope), targets: [...list(resource), ...list(audience)] }
}

function words(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(' ').filter((word) => word !== '') : []
}

function list(value: unknown): readonly string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((entry): entry is string => typeof entry === 'string')
}

function invalid(description: string): Error {
  return engineError('request_invalid', description)
}
