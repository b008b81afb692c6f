import { BrokerError } from '#src/http/broker-error.ts'
import type { EntityRef } from '#src/registry/entity-kind.ts'
import type { Applied } from '#src/registry/store/change.ts'
import { parseEtag } from '#src/registry/store/etag.ts'
import { type Actor, isOperator } from '../actor.ts'
import type { AdminParts } from '../admin-parts.ts'
import { applyChange } from '../apply-change.ts'
import type { CallHeaders } from '../operation.ts'
import { findEntity } from './find-entity.ts'

/**
 * Creates or changes one entity.
 *
 * @throws {BrokerError} `precondition_required` `precondition_failed` `not_found` for somebody else's, and what {@link applyChange} refuses.
 */
export async function putEntity(
  parts: AdminParts,
  change: {
    readonly actor: Actor
    readonly ref: EntityRef
    readonly document: unknown
    readonly headers: CallHeaders
    readonly query: { readonly dry_run: boolean }
  },
): Promise<{ readonly applied: Applied; readonly created: boolean }> {
  const { actor, ref, document, headers, query } = change
  const revision = expectedRevision(ref, headers)
  // Not even an unchanged document of somebody else's is taken: that would tell that it is right.
  if (revision !== 0 && !isOperator(actor)) await findEntity(parts, actor, ref)
  const applied = await applyChange(parts, {
    actor,
    reason: headers.reason,
    dryRun: query.dry_run,
    changes: [{ ...ref, document }],
    expected: [{ ...ref, revision }],
  })
  return { applied, created: revision === 0 }
}

/** RFC 9110 section 13.1: the version that the caller has seen; 0 for one that does not exist yet. */
function expectedRevision({ kind, id }: EntityRef, { ifMatch, ifNoneMatch }: CallHeaders): number {
  if (ifNoneMatch !== undefined && ifMatch === undefined && ifNoneMatch.trim() === '*') return 0
  if (ifMatch === undefined || ifNoneMatch !== undefined) {
    throw new BrokerError('precondition_required', 'send If-Match with the ETag that you got, or If-None-Match: *')
  }
  const etag = parseEtag(ifMatch.trim())
  // An ETag of something else, or no ETag of ours, fits no version there is.
  return etag?.kind === kind && etag.id === id ? etag.revision : -1
}
