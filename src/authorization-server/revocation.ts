import type { Context } from 'koa'
import type { AuditEntry } from '#src/audit/entry.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { AccessTokens } from './access-tokens.ts'
import { revokedByClient } from './audit-entries.ts'
import type { Caller } from './callers.ts'
import { endGrant } from './end-grant.ts'
import { revokeAccessToken } from './issued-tokens.ts'

/**
 * Revocation (RFC 7009) of refresh tokens, which ends the grant and every token of it, and of our JWT access tokens,
 * which ends that token and what it was exchanged for. Own route: the engine refuses JWTs.
 *
 * A token that is unknown, dead or another client's is answered like one that was revoked (section 2.2): the caller
 * must not learn which it was.
 * @throws {BrokerError} `request_invalid` without a token
 */
export function revocation(parts: {
  readonly registry: () => Registry
  readonly accessTokens: AccessTokens
  readonly nowSeconds: () => number
}) {
  return async function revoke(
    ctx: Context,
    unit: UnitOfWork,
    { id }: Caller,
    form: ReadonlyMap<string, string>,
  ): Promise<readonly AuditEntry[]> {
    const token = form.get('token') ?? ''
    if (token === '') throw new BrokerError('request_invalid', 'the parameter token is missing')
    const signed = await parts.accessTokens.read(token)
    ctx.status = 200
    ctx.body = ''
    if (signed?.client_id === id) {
      revokeAccessToken(unit, signed, parts.nowSeconds())
      return [revokedByClient(parts.registry(), id, { jti: signed.jti })]
    }
    const grant = await grantOfRefreshToken(unit, token, id)
    if (grant === undefined) return []
    endGrant(unit, grant)
    return [revokedByClient(parts.registry(), id, { grant })]
  }
}

/** A spent one-time token counts as well: who still has it has the family. */
async function grantOfRefreshToken(unit: UnitOfWork, token: string, clientId: string): Promise<string | undefined> {
  // The engine's row, written through our adapter, and sealed.
  const row = (await unit.get('RefreshToken', token)) as { clientId: string; grantId?: string } | undefined
  return row?.clientId === clientId ? row.grantId : undefined
}
