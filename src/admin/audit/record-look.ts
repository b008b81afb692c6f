import { adminResource } from '#src/registry/built-in/names.ts'
import type { Actor } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'
import { auditActorOf, operatingSystemOf } from './with-refusals-audited.ts'

/**
 * Who has looked in the audit trail, and for whom, stands in the trail itself.
 * @param about `pid`: the person that was looked for. @throws {StoreUnavailable} and nothing is shown.
 */
export async function recordLook(
  { audit }: Pick<AdminParts, 'audit'>,
  { author }: Actor,
  about: {
    readonly operation: string
    readonly pid?: string | undefined
    readonly client_id?: string | undefined
    readonly organisation?: string | undefined
    readonly correlation?: string | undefined
  },
): Promise<void> {
  const { operation, pid, client_id, organisation, correlation } = about
  await audit.append({
    event: 'operator.command',
    outcome: 'done',
    actor: auditActorOf(author),
    clientId: client_id,
    organisation,
    api: adminResource,
    pid,
    details: {
      operation,
      ...(correlation === undefined ? {} : { correlation }),
      ...operatingSystemOf(author),
    },
  })
}
