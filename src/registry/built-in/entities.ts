import { claimNames } from '#src/claims/claim-names.ts'
import type { Change } from '../store/change.ts'
import {
  adminResource,
  adminScopes,
  brokerOrganisation,
  consoleClientId,
  operatorClientId,
  selfServiceResource,
  selfServiceScope,
} from './names.ts'

/** A public key as it stands in a client's document. */
export type BuiltInJwk = Readonly<Record<string, unknown>>

/**
 * The broker's own entities, in the form of registry files: its APIs, the organisation that owns them, and the two
 * clients that are the broker's. They are in every registry, in no file, and nobody changes them.
 */
export function builtInEntities(parts: {
  readonly issuer: string
  readonly consoleJwk: BuiltInJwk
  /** Empty until the first operator has a key. */
  readonly operatorJwks: readonly BuiltInJwk[]
}): readonly Change[] {
  return [
    { kind: 'organisation', id: brokerOrganisation, document: organisation },
    { kind: 'api', id: adminResource, document: adminApi },
    { kind: 'api', id: selfServiceResource, document: selfServiceApi },
    { kind: 'client', id: operatorClientId, document: operatorClient(parts.operatorJwks) },
    { kind: 'client', id: consoleClientId, document: consoleClient(parts.issuer, parts.consoleJwk) },
  ]
}

const organisation = {
  organisation_number: brokerOrganisation,
  name: 'Tillit',
  parent: null,
  agreements: { customer_agreement: true, terms_of_use: true, risk_assessment: true },
  status: 'active',
}

const scope = (name: string, usedBy: readonly string[], [nb, nn, en]: readonly [string, string, string]) => ({
  name,
  description: { nb, nn, en },
  used_by: usedBy,
  minimum_security_level: 4,
  approval: 'owner',
})
const anybody = ['user', 'machine']

const adminApi = {
  resource: adminResource,
  name: 'Tillit administrasjon',
  owner: brokerOrganisation,
  status: 'active',
  scopes: [
    scope(adminScopes.read, anybody, ['Lese registeret', 'Lese registeret', 'Read the registry']),
    scope(adminScopes.write, anybody, ['Endre registeret', 'Endre registeret', 'Change the registry']),
    // A decision of an owner is a person's; an operator's command acts on behalf of one and says so.
    scope(adminScopes.approve, ['user'], ['Avgjøre tilganger', 'Avgjere tilgangar', 'Decide on access']),
    scope(adminScopes.auditRead, anybody, ['Lese revisjonsloggen', 'Lese revisjonsloggen', 'Read the audit trail']),
    scope(adminScopes.operations, anybody, ['Drifte Tillit', 'Drifte Tillit', 'Operate Tillit']),
  ],
  access_token: {
    profile: 'rfc9068',
    lifetime_seconds: 600,
    signing_alg: 'ES256',
    sender_constraint: 'dpop',
    claims: [claimNames.pid, claimNames.pidPseudonym, claimNames.securityLevel, 'name'],
  },
}

/** Whoever asks for it in its own registration has it: a client that looks after itself decides about nobody else. */
const selfServiceApi = {
  resource: selfServiceResource,
  name: 'Selvbetjening',
  owner: brokerOrganisation,
  status: 'active',
  scopes: [
    {
      ...scope(
        selfServiceScope,
        ['machine'],
        [
          'Bytte nøkler og endre egen klient',
          'Byte nøklar og endre eigen klient',
          'Rotate keys and change the own client',
        ],
      ),
      approval: 'automatic',
    },
  ],
  access_token: {
    profile: 'helseid',
    lifetime_seconds: 600,
    signing_alg: 'PS256',
    sender_constraint: 'dpop',
    claims: [],
  },
}

const approved = (name: string) => ({ scope: name, status: 'approved', approved_by: brokerOrganisation })

const common = {
  organisation: brokerOrganisation,
  tenancy: 'single-tenant',
  token_endpoint_auth_method: 'private_key_jwt',
  minimum_security_level: 4,
  require_assertion_typ: true,
}

function operatorClient(keys: readonly BuiltInJwk[]) {
  return {
    ...common,
    client_id: operatorClientId,
    client_name: 'tillit (kommando)',
    kind: 'machine',
    // Without a key it can't do anything, and an active client must have one.
    status: keys.length === 0 ? 'draft' : 'active',
    jwks: { keys },
    grant_types: ['client_credentials'],
    access: [adminScopes.read, adminScopes.write, adminScopes.auditRead, adminScopes.operations].map(approved),
  }
}

function consoleClient(issuer: string, jwk: BuiltInJwk) {
  return {
    ...common,
    client_id: consoleClientId,
    client_name: 'Tillit konsoll',
    kind: 'web',
    status: 'active',
    jwks: { keys: [jwk] },
    grant_types: ['authorization_code'],
    redirect_uris: [`${issuer}/admin/callback`],
    post_logout_redirect_uris: [`${issuer}/admin`],
    scope: 'openid profile',
    access: Object.values(adminScopes).map(approved),
  }
}
