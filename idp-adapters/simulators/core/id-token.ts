import { createHash } from 'node:crypto'
import type { CodeGrant, OpState } from './op-state.ts'
import type { LevelClaim } from './provider.ts'
import { randomId } from './random-id.ts'

/** P10's number from before; the register says that it has been replaced. */
const retiredPid = '60848639837'

type Claims = Record<string, unknown>

const plainAcr: LevelClaim = { name: 'acr', wrap: (value) => value }

/** The ID token for a code, true or, when a fault says so, untrue in exactly one way. */
export async function issueIdToken(op: OpState, grant: CodeGrant, fault: string | undefined): Promise<string> {
  const claims = spoil(buildClaims(op, grant), op, fault)
  switch (fault) {
    case 'alg-none':
      return op.keys.leaveUnsigned(claims)
    case 'alg-hs256':
      return op.keys.signWithPublicKey(claims)
    case 'kid-unknown':
      return op.keys.sign(claims, randomId())
    case 'key-rotated':
      await op.keys.rotate()
      return op.keys.sign(claims)
    default:
      return op.keys.sign(claims)
  }
}

function buildClaims(op: OpState, { request, login, sid }: CodeGrant): Claims {
  const iat = op.now()
  return {
    iss: op.issuer,
    // Pairwise, as at ID-porten: another provider's `sub` for this person is another one.
    sub: createHash('sha256').update(`${op.issuer} ${login.pid}`).digest('base64url'),
    aud: op.client.clientId,
    azp: op.client.clientId,
    iat,
    exp: iat + op.provider.idTokenLifetimeSeconds,
    auth_time: login.authTime,
    nonce: request.nonce,
    jti: randomId(),
    sid,
    ...op.provider.buildClaims(login, request),
  }
}

function spoil(claims: Claims, op: OpState, fault: string | undefined): Claims {
  const { pidClaim, lowerAcr } = op.provider
  const { auth_time: _authTime, ...withoutAuthTime } = claims
  const now = op.now()
  switch (fault) {
    case 'acr-missing':
    case 'acr-empty':
    case 'acr-unknown':
    case 'acr-lower':
    case 'acr-array':
    case 'acr-other-case':
      return spoilLevel(claims, op.provider.levelClaim ?? plainAcr, lowerAcr, fault)
    case 'amr-odd':
      return { ...claims, [op.provider.methodClaim ?? 'amr']: { odd: true } }
    case 'pid-missing':
      return without(claims, pidClaim)
    case 'pid-malformed':
      return { ...claims, [pidClaim]: '0791844993' }
    case 'pid-retired':
      return { ...claims, [pidClaim]: retiredPid }
    case 'nonce-wrong':
      return { ...claims, nonce: randomId() }
    case 'azp-wrong':
      return { ...claims, aud: [op.client.clientId, 'another-client'], azp: 'another-client' }
    case 'nbf-future':
      return { ...claims, nbf: now + 600 }
    case 'aud-wrong':
      return { ...claims, aud: 'another-client', azp: 'another-client' }
    case 'iss-wrong':
      return { ...claims, iss: `${op.issuer}/other` }
    case 'expired':
      return { ...claims, iat: now - 900, exp: now - 600 }
    case 'iat-future':
      return { ...claims, iat: now + 600, exp: now + 900 }
    case 'auth-time-old':
      return { ...claims, auth_time: now - 3 * 3600 }
    case 'auth-time-future':
      return { ...claims, auth_time: now + 600 }
    case 'auth-time-missing':
      return withoutAuthTime
    default:
      return spoilByOwnFault(claims, op, fault)
  }
}

function spoilByOwnFault(claims: Claims, op: OpState, fault: string | undefined): Claims {
  const own = op.provider.ownFaults.find(({ id }) => id === fault)
  return own?.point === 'token' ? own.spoil(claims) : claims
}

function spoilLevel(claims: Claims, { name, wrap }: LevelClaim, lower: string, fault: string): Claims {
  const right = claims[name]
  const value = String(right)
  switch (fault) {
    case 'acr-missing':
      return without(claims, name)
    case 'acr-array':
      return { ...claims, [name]: [right] }
    case 'acr-empty':
      return { ...claims, [name]: wrap('') }
    case 'acr-unknown':
      return { ...claims, [name]: wrap('urn:nobody:knows:this') }
    case 'acr-lower':
      return { ...claims, [name]: wrap(lower) }
    default:
      return { ...claims, [name]: wrap(value.toUpperCase()) }
  }
}

function without(claims: Claims, unwanted: string): Claims {
  return Object.fromEntries(Object.entries(claims).filter(([name]) => name !== unwanted))
}
