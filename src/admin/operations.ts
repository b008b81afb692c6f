import { entityKinds } from '#src/registry/entity-kind.ts'
import { listCatalogue } from './access/catalogue.ts'
import { decideAsOwner, decideOnBehalf } from './access/decision-operations.ts'
import { listAccess } from './access/list-access.ts'
import { requestAccess } from './access/request-access.ts'
import { addAdministrator, listAdministrators, removeAdministrator } from './administrators/administrator-operations.ts'
import { apiKeyOperations } from './api-keys/api-key-operations.ts'
import { explainRequest } from './audit/explain-request.ts'
import { exportAudit, searchAudit } from './audit/search-audit.ts'
import { verifyAudit } from './audit/verify-audit.ts'
import { confirmDraft } from './clients/confirm-draft.ts'
import { entityOperations } from './entities/entity-operations.ts'
import { addClientKey, listClientKeys, retireClientKey } from './keys/key-operations.ts'
import { listKeyWarnings } from './keys/key-warnings.ts'
import type { Operation } from './operation.ts'
import { listProviders } from './providers/list-providers.ts'
import { applyRevision } from './revisions/apply-revision.ts'
import { exportRegistry } from './revisions/export-registry.ts'
import { getDifferences, getRevision, getRevisions } from './revisions/read-revisions.ts'
import { rollBackRevision } from './revisions/roll-back-revision.ts'
import { signingKeyOperations } from './signing-keys/signing-key-operations.ts'
import { getStatus } from './status/get-status.ts'
import { getClientUsage } from './usage/client-usage.ts'
import { whatIf } from './what-if/what-if.ts'

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
  listCatalogue,
  whatIf,
  searchAudit,
  exportAudit,
  verifyAudit,
  explainRequest,
  listProviders,
  getStatus,
  listAdministrators,
  addAdministrator,
  removeAdministrator,
  ...signingKeyOperations,
  listClientKeys,
  addClientKey,
  retireClientKey,
  listKeyWarnings,
  ...apiKeyOperations,
  confirmDraft,
]
