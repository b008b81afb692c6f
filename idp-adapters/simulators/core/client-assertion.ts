import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose'
import { OAuthRefusal } from './oauth-refusal.ts'
import type { OpState } from './op-state.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
/** Longest life of an assertion, in seconds. ID-porten's own limit. */
const maximumLifeSeconds = 120

/**
 * Authenticates the broker by `private_key_jwt`: registered key, `aud` = issuer and nothing else, `jti` once.
 * @throws {OAuthRefusal} `invalid_client`.
 * @see RFC 7523 section 3, OpenID Connect Core 1.0 section 9
 */
export async function checkClient(op: OpState, form: URLSearchParams): Promise<void> {
  const { clientId, jwks } = op.client
  const algorithms = [...(op.provider.clientAssertionAlgs ?? ['ES256'])]
  if (form.get('client_id') !== clientId) refuse('client_id is not registered')
  if (form.get('client_assertion_type') !== assertionType) refuse('client_assertion_type is not jwt-bearer')
  let claims: JWTPayload
  try {
    const verified = await jwtVerify(form.get('client_assertion') ?? '', createLocalJWKSet(jwks), {
      algorithms,
      currentDate: new Date(op.now() * 1000),
      issuer: clientId,
      subject: clientId,
      requiredClaims: ['exp', 'jti', 'aud'],
      clockTolerance: 10,
    })
    claims = verified.payload
  } catch {
    refuse('client_assertion does not verify')
  }
  if (claims.aud !== op.issuer) refuse('aud of client_assertion is not the issuer')
  if ((claims.exp ?? 0) - op.now() > maximumLifeSeconds) refuse('client_assertion lives too long')
  const jti = claims.jti ?? ''
  if (op.usedAssertions.get(jti)) refuse('client_assertion has been used')
  op.usedAssertions.set(jti, true, maximumLifeSeconds + 20)
}

function refuse(description: string): never {
  throw new OAuthRefusal(401, 'invalid_client', description)
}
