import { z } from 'zod'
import { jwksSchema } from './jwk-schema.ts'
import { personClaims } from './person-claims.ts'
import {
  clientIdField,
  descriptionField,
  levelFields,
  nameField,
  organisationNumberField,
  resourceField,
  schemaField,
  scopeField,
} from './wire-fields.ts'

const apiScopeSchema = z.strictObject({
  name: scopeField,
  description: descriptionField,
  used_by: z.array(z.enum(['user', 'machine'])).min(1),
  ...levelFields,
  approval: z.enum(['owner', 'automatic']),
})

const accessTokenSchema = z.strictObject({
  profile: z.enum(['helseid', 'rfc9068']),
  // Half a minute is the least that survives a slow network; an hour is the most that a stolen key should be good for.
  lifetime_seconds: z.int().min(30).max(3600).default(600),
  signing_alg: z.enum(['ES256', 'PS256']),
  sender_constraint: z.enum(['dpop', 'mtls', 'any']).default('dpop'),
  claims: z.array(z.enum(personClaims)).default([]),
})

/** `clients/apis/<name>.json`. */
export const apiSchema = z.strictObject({
  $schema: schemaField,
  resource: resourceField,
  name: nameField,
  owner: organisationNumberField,
  status: z.enum(['active', 'disabled']),
  scopes: z.array(apiScopeSchema).min(1),
  access_token: accessTokenSchema,
  jwks: jwksSchema.default({ keys: [] }),
  introspection_clients: z.array(clientIdField).default([]),
  requires_tenant_terms: z.boolean().default(false),
})

/** The file after parsing, defaults filled in. */
export type ApiWire = z.output<typeof apiSchema>
