import { calculateJwkThumbprint, decodeProtectedHeader } from 'jose'
import { type AdapterPayload, type KoaContextWithOIDC, Provider } from 'oidc-provider'
import type { Registry } from '#src/registry/registry.ts'
import type { Conflict, UnitOfWork } from '#src/store/unit-of-work.ts'
import { endGrant } from './end-grant.ts'
import { currentUnit } from './request-unit.ts'

/**
 * Seconds in which the owner of a spent one-time token gets the same answer again: its answer was lost, or two of its
 * threads asked at once. Long enough for a client's time-out and one retry (docs/decisions/0050-refresh-tokens.md).
 */
const retrySeconds = 30

/** What a spent one-time token says of its successor; lies in the token's own sealed row. */
interface Rotation {
  readonly successor: string
  /** Thumbprint of the DPoP key that spent it: the only one that may ask again. */
  readonly key: string
  /** Epoch seconds. */
  readonly at: number
}

/** Whether this client's refresh tokens are good for one use (RFC 9700 section 4.14.2). */
export function rotateRefreshToken(registry: () => Registry) {
  return async function isToBeRotated(ctx: KoaContextWithOIDC): Promise<boolean> {
    const { client, entities } = ctx.oidc
    if (client === undefined || registry().client(client.clientId)?.refreshTokenUsage !== 'one-time') return false
    // A retry gets the successor that it has missed, not a second one.
    const spent = await spentRow(currentUnit(), entities.RefreshToken?.jti)
    return spent === undefined
  }
}

/**
 * Shows the engine a spent token as unspent when its owner asks again in time and has not used the successor. In every
 * other case the engine sees a reuse, and revokes the whole family.
 */
export async function findRefreshToken(
  unit: UnitOfWork,
  id: string,
  nowSeconds: number,
): Promise<AdapterPayload | undefined> {
  const row = await readRow(unit, id)
  const rotation = row === undefined ? undefined : rotationOf(row)
  const key = await keyOfProof()
  if (row === undefined || rotation === undefined || !mayRetry(rotation, key, nowSeconds)) return row
  const successor = await readRow(unit, rotation.successor)
  if (successor === undefined || successor.consumed !== undefined) return row
  unit.requireUnchanged('RefreshToken', rotation.successor, await lostRefresh(id, row, nowSeconds))
  const { consumed: _spent, ...unspent } = row
  return unspent
}

/** What it means that somebody else spent a one-time token first: nothing if it was the same client and key. */
export async function lostRefresh(id: string, row: AdapterPayload, nowSeconds: number): Promise<Conflict> {
  const { grantId } = row
  const key = await keyOfProof()
  return {
    reason: 'refresh_token_reused',
    onConflict: async (unit) => {
      const rotation = rotationOf((await readRow(unit, id)) ?? {})
      const isOwner = rotation !== undefined && mayRetry(rotation, key, nowSeconds)
      if (!isOwner && grantId !== undefined) endGrant(unit, grantId)
    },
  }
}

/** After the engine has answered: links a spent token to its successor, or gives a retry the successor it missed. */
export async function finishRotation(ctx: KoaContextWithOIDC, nowSeconds: number): Promise<void> {
  const { RotatedRefreshToken: spent, RefreshToken: token, AccessToken: access } = ctx.oidc.entities
  const unit = currentUnit()
  if (spent !== undefined && token !== undefined && access?.jkt !== undefined) {
    const rotation: Rotation = { successor: token.jti, key: access.jkt, at: nowSeconds }
    const row = await readRow(unit, spent.jti)
    unit.put('RefreshToken', spent.jti, { ...row, rotation }, Math.max(1, spent.remainingTTL))
    return
  }
  const missed = rotationOf((await spentRow(unit, token?.jti)) ?? {})
  if (missed !== undefined) Object.assign(ctx.body ?? {}, { refresh_token: missed.successor })
}

/** Seconds until a new refresh token of this request dies: a successor never outlives the token it replaces. */
export function refreshTokenSeconds(absoluteSeconds: number) {
  return function remaining(ctx: KoaContextWithOIDC): number {
    const { RotatedRefreshToken: spent } = ctx.oidc.entities
    return spent === undefined ? absoluteSeconds : Math.max(1, spent.remainingTTL)
  }
}

function mayRetry(rotation: Rotation, key: string | undefined, nowSeconds: number): boolean {
  return nowSeconds <= rotation.at + retrySeconds && rotation.key === key
}

/** The engine verifies the proof of a token request before it looks for a refresh token, and by this very key. */
async function keyOfProof(): Promise<string | undefined> {
  const ctx = Provider.ctx
  if (ctx?.oidc.route !== 'token') return undefined
  const { jwk } = decodeProtectedHeader(ctx.get('dpop'))
  return jwk === undefined ? undefined : calculateJwkThumbprint(jwk)
}

async function spentRow(unit: UnitOfWork, id: string | undefined): Promise<AdapterPayload | undefined> {
  const row = id === undefined ? undefined : await readRow(unit, id)
  return row?.consumed === undefined ? undefined : row
}

async function readRow(unit: UnitOfWork, id: string): Promise<AdapterPayload | undefined> {
  // Written by the engine through our adapter and by this file alone, and sealed.
  return (await unit.get('RefreshToken', id)) as AdapterPayload | undefined
}

function rotationOf(row: AdapterPayload): Rotation | undefined {
  // `rotation` is ours, beside the engine's members; sealed like them.
  return (row as { readonly rotation?: Rotation }).rotation
}
