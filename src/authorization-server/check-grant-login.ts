import type { Registry } from '#src/registry/registry.ts'
import { engineError } from './engine-errors.ts'
import { judgeGrantLogin } from './judge-grant-login.ts'

/**
 * The last look at the login before a token.
 * @throws level_not_reached when {@link judgeGrantLogin} finds that it no longer proves enough.
 */
export function checkGrantLogin(registry: Registry, token: Parameters<typeof judgeGrantLogin>[1]): void {
  const refusal = judgeGrantLogin(registry, token)
  if (refusal !== undefined) {
    throw engineError('level_not_reached', 'the login behind this grant no longer proves enough: log in again', refusal)
  }
}
