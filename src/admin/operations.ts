import { entityKinds } from '#src/registry/entity-kind.ts'
import { apiKeyOperations } from './api-keys/api-key-operations.ts'
import { confirmDraft } from './clients/confirm-draft.ts'
import { entityOperations } from './entities/entity-operations.ts'
import { addClientKey, listClientKeys, retireClientKey } from './keys/key-operations.ts'
import { listKeyWarnings } from './keys/key-warnings.ts'
import type { Operation } from './operation.ts'
import { signingKeyOperations } from './signing-keys/signing-key-operations.ts'

/** Every operation of the admin API, in the order of the OpenAPI document. */
export const operations: readonly Operation[] = [
  ...entityKinds.flatMap(entityOperations),
  ...signingKeyOperations,
  listClientKeys,
  addClientKey,
  retireClientKey,
  listKeyWarnings,
  ...apiKeyOperations,
  confirmDraft,
]
