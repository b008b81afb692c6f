import { z } from 'zod'
import { displayText } from '#config/localized-text.ts'
import { jwksSchema, keyIdField } from './jwk-schema.ts'
import {
  clientIdField,
  levelFields,
  momentField,
  nameField,
  organisationNumberField,
  providerIdField,
  resourceField,
  schemaField,
  scopeField,
  uriField,
} from './wire-fields.ts'

/** RFC 8693. */
export const tokenExchangeGrant = 'urn:ietf:params:oauth:grant-type:token-exchange'
/** RFC 8628. */
export const deviceCodeGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** What a client may sign with unless its file says otherwise (FAPI 2.0 Security Profile section 5.4.1). */
export const defaultSigningAlgs = ['PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const

/**
 * What older HelseID clients get wrong in their assertions, each by name and per client (docs/decisions/0060):
 * `token_endpoint_audience` `aud` is the token endpoint · `trailing_slash_audience` the issuer with a slash ·
 * `string_dates` `iat`, `nbf` or `exp` as strings of digits.
 */
const assertionExceptions = ['token_endpoint_audience', 'trailing_slash_audience', 'string_dates'] as const
export type AssertionException = (typeof assertionExceptions)[number]

const accessSchema = z.strictObject({
  scope: scopeField,
  status: z.enum(['requested', 'approved', 'refused', 'revoked']),
  approved_by: organisationNumberField.optional(),
  requested_by: displayText(100).optional(),
  requested_at: momentField.optional(),
  request_reason: displayText(1000).optional(),
  decided_by: displayText(100).optional(),
  decided_at: momentField.optional(),
  decision_reason: displayText(1000).optional(),
  valid_until: momentField.optional(),
})

/** By resource, then by claim name; the names are judged by `checks/check-api-claims.ts`. */
const apiClaimsSchema = z.record(resourceField, z.record(z.string().min(1).max(200), displayText(200)))

/** `clients/<client_id>.json`: RFC 7591 names, plus what the registry adds. */
export const clientSchema = z.strictObject({
  $schema: schemaField,
  client_id: clientIdField,
  client_name: nameField,
  kind: z.enum(['web', 'native', 'machine', 'device-fleet']),
  organisation: organisationNumberField,
  tenancy: z.enum(['single-tenant', 'multi-tenant']),
  child_organisations: z.array(organisationNumberField).default([]),
  status: z.enum(['draft', 'active', 'disabled']),
  token_endpoint_auth_method: z.literal('private_key_jwt'),
  jwks: jwksSchema,
  // By `kid`. A key that is not named here lives as long as it is registered.
  key_expirations: z.record(keyIdField, momentField).optional(),
  grant_types: z
    .array(z.enum(['authorization_code', 'refresh_token', 'client_credentials', deviceCodeGrant, tokenExchangeGrant]))
    .min(1),
  redirect_uris: z.array(uriField).default([]),
  post_logout_redirect_uris: z.array(uriField).default([]),
  backchannel_logout_uri: uriField.optional(),
  frontchannel_logout_uri: uriField.optional(),
  client_uri: uriField.optional(),
  scope: z.string().max(2000).default(''),
  allowed_identity_providers: z.array(providerIdField).default([]),
  ...levelFields,
  single_sign_on: z.boolean().default(true),
  access: z.array(accessSchema).default([]),
  token_exchange_actors: z.array(clientIdField).default([]),
  api_claims: apiClaimsSchema.default({}),
  // What the owner has asked for and nobody has agreed to yet: it is in no token.
  requested_api_claims: apiClaimsSchema.optional(),
  id_token_signed_response_alg: z.enum(['ES256', 'PS256']).default('ES256'),
  signing_algs: z
    .array(z.enum([...defaultSigningAlgs, 'RS256', 'RS384', 'RS512']))
    .min(1)
    .optional(),
  minimum_age: z.int().min(0).max(120).optional(),
  person_register_policy: z.enum(['refuse', 'continue_without_hpr']).default('refuse'),
  require_assertion_typ: z.boolean().default(false),
  userinfo_bearer: z.boolean().default(false),
  assertion_exceptions: z.array(z.enum(assertionExceptions)).default([]),
  refresh_token_usage: z.enum(['reusable', 'one-time']).default('reusable'),
  request_object_policy: z.enum(['allowed', 'merged', 'required']).default('allowed'),
})

/** The file after parsing, defaults filled in. */
export type ClientWire = z.output<typeof clientSchema>
