import type { Account, KoaContextWithOIDC } from 'oidc-provider'
import { buildIdTokenClaims } from '#src/claims/id-token-claims.ts'
import { type GrantLogin, grantLogin } from './grant-login.ts'
import { checkNotIdle, refreshUseKey } from './refresh-idle.ts'
import { currentUnit } from './request-unit.ts'
import { sessionEnded } from './sessions.ts'

/** The person behind one grant, with what the login behind it proved. */
export class GrantAccount implements Account {
  readonly [key: string]: unknown
  readonly accountId: string
  readonly grant: GrantLogin

  constructor(grant: GrantLogin) {
    this.accountId = grant.login.subject
    this.grant = grant
  }

  async claims(_use: string, scope: string): Promise<{ sub: string; [key: string]: unknown }> {
    const scopes = scope.split(' ')
    return { ...buildIdTokenClaims({ login: this.grant.login, scopes }), sub: this.accountId }
  }
}

interface TokenOfGrant {
  readonly kind?: string
  readonly grantId?: string | undefined
  readonly sessionUid?: string | undefined
}

/**
 * At authorization the session names the person. At the token endpoint the grant does: its record must be there, be for
 * the same person, and its session must not have been logged out. A refresh token must not have lain unused too long.
 */
export function findAccount(parts: { readonly nowSeconds: () => number; readonly refreshIdleSeconds: number }) {
  return async function findPerson(
    _ctx: KoaContextWithOIDC,
    subject: string,
    token?: TokenOfGrant,
  ): Promise<Account | undefined> {
    if (token === undefined) return { accountId: subject, claims: async () => ({ sub: subject }) }
    const { grantId, sessionUid } = token
    if (grantId === undefined || sessionUid === undefined) return undefined
    const unit = currentUnit()
    const [record, ended, use] = await unit.getMany([
      { kind: grantLogin, id: grantId },
      { kind: sessionEnded, id: sessionUid },
      refreshUseKey(grantId),
    ])
    if (record === undefined || ended !== undefined) return undefined
    if (token.kind === 'RefreshToken') checkNotIdle(use, parts.nowSeconds(), parts.refreshIdleSeconds)
    unit.requireAbsent(sessionEnded, sessionUid, { reason: 'grant_ended' })
    // Written by make-grant.ts alone, and sealed.
    const grant = record as GrantLogin
    if (grant.login.subject !== subject) return undefined
    return new GrantAccount(grant)
  }
}
