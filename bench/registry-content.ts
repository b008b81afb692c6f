import type { KeyObject } from 'node:crypto'

/** How large a registry is. */
export interface RegistrySize {
  readonly clients: number
  readonly apis: number
  readonly accessPerClient: number
  /** Every client has this one key. */
  readonly publicKey: KeyObject
}

type Row = { readonly kind: string; readonly id: string; readonly document: Readonly<Record<string, unknown>> }

const owner = '310000094'
const customer = '999977774'

/** Entities beside the repository's own, in the form in which the registry keeps them. */
export function* generateEntities({ clients, apis, accessPerClient, publicKey }: RegistrySize): Generator<Row> {
  for (let n = 0; n < apis; n += 1) yield { kind: 'api', id: `bench:api-${n}`, document: apiDocument(n) }
  const { x, y } = publicKey.export({ format: 'jwk' })
  const jwks = { keys: [{ kty: 'EC', crv: 'P-256', x, y, use: 'sig', alg: 'ES256', kid: 'bench-1' }] }
  for (let n = 0; n < clients; n += 1) {
    const access = Array.from({ length: accessPerClient }, (_, i) => ({
      scope: `bench:api-${(n + i) % apis}/api`,
      status: 'approved',
      approved_by: owner,
    }))
    yield { kind: 'client', id: `bench-client-${n}`, document: { ...clientDocument(n), jwks, access } }
  }
}

/** Whose the entity is, as the registry's table has it. */
export function organisationOf(kind: string): string {
  return kind === 'api' ? owner : customer
}

function apiDocument(n: number) {
  const text = `Tjeneste nummer ${n}`
  return {
    resource: `bench:api-${n}`,
    name: text,
    owner,
    status: 'active',
    scopes: [
      {
        name: `bench:api-${n}/api`,
        description: { nb: text, nn: text, en: text },
        used_by: ['user', 'machine'],
        minimum_security_level: 4,
        approval: 'owner',
      },
    ],
    access_token: {
      profile: 'helseid',
      lifetime_seconds: 600,
      signing_alg: 'ES256',
      sender_constraint: 'dpop',
      claims: ['helseid://claims/identity/pid'],
    },
    jwks: { keys: [] },
    introspection_clients: [],
    requires_tenant_terms: false,
  }
}

function clientDocument(n: number) {
  return {
    client_id: `bench-client-${n}`,
    client_name: `Fagsystem ved legekontor ${n}`,
    kind: 'web',
    organisation: customer,
    tenancy: 'single-tenant',
    child_organisations: [],
    status: 'active',
    token_endpoint_auth_method: 'private_key_jwt',
    grant_types: ['authorization_code', 'refresh_token', 'client_credentials'],
    redirect_uris: [`https://klient-${n}.example.no/signin-oidc`],
    post_logout_redirect_uris: [`https://klient-${n}.example.no/signout`],
    scope: 'openid profile offline_access helseid://scopes/identity/pid',
    allowed_identity_providers: [],
    minimum_security_level: 4,
    single_sign_on: true,
    token_exchange_actors: [],
    api_claims: {},
    id_token_signed_response_alg: 'ES256',
    person_register_policy: 'refuse',
    require_assertion_typ: false,
    userinfo_bearer: false,
    assertion_exceptions: [],
    refresh_token_usage: 'reusable',
    request_object_policy: 'allowed',
  }
}
