import { entityKinds } from '#src/registry/entity-kind.ts'
import { entityOperations } from './entities/entity-operations.ts'
import type { Operation } from './operation.ts'
import { signingKeyOperations } from './signing-keys/signing-key-operations.ts'

/** Every operation of the admin API, in the order of the OpenAPI document. */
export const operations: readonly Operation[] = [...entityKinds.flatMap(entityOperations), ...signingKeyOperations]
