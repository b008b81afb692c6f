import type { AuditActor } from '#src/audit/entry.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import type { CommitRotation } from '#src/keys/key-rotation.ts'

/** A rotation is durable together with its record, or not at all. The record names keys by their ids. */
export function commitRotation(
  audit: Pick<AuditTrail, 'commitWith'>,
  actor: AuditActor,
  reason: string,
): CommitRotation {
  return ({ alg, made, activate, withdraw }, write) =>
    audit.commitWith(
      [
        {
          event: 'key.changed',
          outcome: 'done',
          actor,
          details: {
            alg,
            reason,
            ...(made === undefined ? {} : { made: made.key.kid, active_at: made.activeAt }),
            ...(activate === undefined ? {} : { activated: activate.key.kid }),
            ...(withdraw === undefined ? {} : { withdrawn: withdraw.key.kid }),
          },
        },
      ],
      write,
    )
}
