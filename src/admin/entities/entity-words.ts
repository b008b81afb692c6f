import type { z } from 'zod'
import { apiSchema } from '#src/registry/api-schema.ts'
import { clientSchema } from '#src/registry/client-schema.ts'
import { delegationSchema } from '#src/registry/delegation-schema.ts'
import type { EntityKind } from '#src/registry/entity-kind.ts'
import { organisationSchema } from '#src/registry/organisation-schema.ts'

/** How the admin API speaks of each kind: path, word for operation ids, form. */
export const entityWords = {
  organisation: { path: 'organisations', word: 'Organisation', schema: organisationSchema },
  api: { path: 'apis', word: 'Api', schema: apiSchema },
  client: { path: 'clients', word: 'Client', schema: clientSchema },
  delegation: { path: 'delegations', word: 'Delegation', schema: delegationSchema },
} as const satisfies Record<EntityKind, { readonly path: string; readonly word: string; readonly schema: z.ZodType }>
