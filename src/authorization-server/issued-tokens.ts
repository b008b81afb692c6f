import type { KoaContextWithOIDC } from 'oidc-provider'
import { clientsBehind } from '#src/claims/actors.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { SignedAccessToken } from './access-tokens.ts'
import { grantEnded } from './end-grant.ts'
import { type GrantLogin, grantLogin } from './grant-login.ts'
import { sessionEnded } from './sessions.ts'

/** Where an access token came from, by its `jti`: for every token about a person, and every exchanged one. */
const issuedToken = 'access-token'
export interface IssuedToken {
  readonly grantId?: string
  readonly sessionUid?: string
  /** `jti`s of the tokens that this one was exchanged from: if one of them is revoked, so is this. */
  readonly parents: readonly string[]
}

/** A token that its client has revoked (RFC 7009). */
const revokedToken = 'access-token-revoked'

/** A token that still lives, with what it rests on. */
export interface LivingToken {
  readonly payload: SignedAccessToken
  readonly origin: IssuedToken
  /** Undefined for a token about no person. */
  readonly grant: GrantLogin | undefined
}

/** Notes where a token came from, in the unit that issues it. */
export function noteIssuedToken(unit: UnitOfWork, jti: string, origin: IssuedToken, lifeSeconds: number): void {
  unit.put(issuedToken, jti, origin, lifeSeconds)
}

/** What the engine has just issued to a person's client; tokens of a machine rest on nothing that could end. */
export function noteEngineToken(unit: UnitOfWork, ctx: KoaContextWithOIDC): void {
  const { AccessToken: token, Grant: grant } = ctx.oidc.entities
  if (grant === undefined || token?.grantId === undefined || token.sessionUid === undefined) return
  const { grantId, sessionUid } = token
  noteIssuedToken(unit, token.jti, { grantId, sessionUid, parents: [] }, token.expiration)
}

export function revokeAccessToken(unit: UnitOfWork, token: SignedAccessToken, nowSeconds: number): void {
  unit.put(revokedToken, token.jti, true, Math.max(1, token.exp - nowSeconds))
}

/**
 * Whether a token that we signed still counts: it and what it was exchanged from not revoked, grant and session alive,
 * every client behind it active. Whatever ends until the unit's commit makes that fail.
 *
 * @returns undefined when it does not.
 */
export async function findLivingToken(
  unit: UnitOfWork,
  registry: Registry,
  payload: SignedAccessToken,
): Promise<LivingToken | undefined> {
  // Written by noteIssuedToken alone, and sealed.
  const known = (await unit.get(issuedToken, payload.jti)) as IssuedToken | undefined
  // A machine's own token names its client as subject; all others have a record for as long as they live.
  if (known === undefined && payload.sub !== payload.client_id) return undefined
  if (clientsBehind(payload).some((id) => registry.client(id)?.status !== 'active')) return undefined
  const origin = known ?? { parents: [] }
  const ends = endsOf(payload, origin)
  const grantKey = origin.grantId === undefined ? [] : [{ kind: grantLogin, id: origin.grantId }]
  const found = await unit.getMany([...ends, ...grantKey])
  if (found.slice(0, ends.length).some((end) => end !== undefined)) return undefined
  for (const { kind, id } of ends) unit.requireAbsent(kind, id, { reason: 'grant_ended' })
  // Written by make-grant.ts alone, and sealed.
  const grant = found[ends.length] as GrantLogin | undefined
  if (origin.grantId !== undefined && grant?.login.subject !== payload.sub) return undefined
  return { payload, origin, grant }
}

/** Records of which any one ends the token. */
function endsOf({ jti }: SignedAccessToken, origin: IssuedToken) {
  const { grantId, sessionUid, parents } = origin
  return [
    ...[jti, ...parents].map((id) => ({ kind: revokedToken, id })),
    ...(grantId === undefined ? [] : [{ kind: grantEnded, id: grantId }]),
    ...(sessionUid === undefined ? [] : [{ kind: sessionEnded, id: sessionUid }]),
  ]
}
