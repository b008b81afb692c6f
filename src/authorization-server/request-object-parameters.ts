import type { JWTPayload } from 'jose'

type Parameters = ReadonlyMap<string, string | readonly string[]>

/** Authorization parameters that a request object may hold. Everything else in it is ignored (RFC 6749 section 3.1). */
const names = [
  'response_type', 'response_mode', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge',
  'code_challenge_method', 'acr_values', 'prompt', 'max_age', 'login_hint', 'id_token_hint', 'ui_locales', 'resource',
  'on_behalf_of', 'dpop_jkt',
] // biome-ignore format: a table reads better in few lines

/** The parameters in form shape, or what is wrong with them. */
export function parametersOf(claims: JWTPayload): { readonly parameters: Parameters } | { readonly problem: string } {
  if (claims.request !== undefined || claims.request_uri !== undefined) {
    // RFC 9101 section 4.
    return { problem: 'request and request_uri must not be inside' }
  }
  const parameters = new Map<string, string | readonly string[]>()
  for (const name of names) {
    const claim = claims[name]
    if (claim === undefined || claim === '') continue
    const value = name === 'max_age' && typeof claim === 'number' ? String(claim) : claim
    if (typeof value === 'string') parameters.set(name, value)
    else if (name === 'resource' && isListOfStrings(value)) parameters.set(name, value)
    else return { problem: `${name} must be a string` }
  }
  return { parameters }
}

function isListOfStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
