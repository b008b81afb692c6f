import { entityKinds } from '#src/registry/entity-kind.ts'
import { decideAsOwner, decideOnBehalf } from './access/decision-operations.ts'
import { listAccess } from './access/list-access.ts'
import { requestAccess } from './access/request-access.ts'
import { entityOperations } from './entities/entity-operations.ts'
import type { Operation } from './operation.ts'
import { applyRevision } from './revisions/apply-revision.ts'
import { exportRegistry } from './revisions/export-registry.ts'
import { getDifferences, getRevision, getRevisions } from './revisions/read-revisions.ts'
import { rollBackRevision } from './revisions/roll-back-revision.ts'
import { getClientUsage } from './usage/client-usage.ts'

/** Every operation of the admin API, in the order of the OpenAPI document. */
export const operations: readonly Operation[] = [
  ...entityKinds.flatMap(entityOperations),
  getClientUsage,
  listAccess,
  requestAccess,
  decideAsOwner,
  decideOnBehalf,
  getRevisions,
  getRevision,
  getDifferences,
  applyRevision,
  rollBackRevision,
  exportRegistry,
]
