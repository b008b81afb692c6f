import type { z } from 'zod'
import { entitySchemas } from '#src/registry/entity-form.ts'
import type { EntityKind } from '#src/registry/entity-kind.ts'

/** How the admin API speaks of each kind: path, word for operation ids, form. */
export const entityWords = {
  organisation: { path: 'organisations', word: 'Organisation', schema: entitySchemas.organisation },
  api: { path: 'apis', word: 'Api', schema: entitySchemas.api },
  client: { path: 'clients', word: 'Client', schema: entitySchemas.client },
  delegation: { path: 'delegations', word: 'Delegation', schema: entitySchemas.delegation },
} as const satisfies Record<EntityKind, { readonly path: string; readonly word: string; readonly schema: z.ZodType }>
