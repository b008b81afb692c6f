import type { Login } from '#src/assurance/login.ts'
import { claimNames } from './claim-names.ts'
import { type Claims, defined, loginClaims, personClaims, pick } from './person-claims.ts'

/** What an API chose in its registration. */
export interface ApiContract {
  /** Claims about the person that the API gets. */
  readonly claims: readonly string[]
}

export interface ClientIdentity {
  readonly clientName: string
  readonly tenancy: 'single-tenant' | 'multi-tenant'
  /** Of the client; `parent` is the number of its main unit, or null when it is one. */
  readonly organisation: { readonly number: string; readonly parent: string | null }
}

/**
 * Access token: claims about the person as the API chose and never by what the client asks for; claims about the client
 * and its organisation always. The engine adds iss, sub, aud, exp, iat, jti, client_id, scope and cnf.
 *
 * Without a login there is no claim about any person, whatever the API chose.
 */
export function buildAccessTokenClaims(parts: {
  readonly api: ApiContract
  readonly client: ClientIdentity
  readonly login?: Login
}): Claims {
  const { api, client, login } = parts
  const aboutClient = { client_amr: 'private_key_jwt', ...organisationClaims(client) }
  if (login === undefined) return aboutClient
  return { ...pick(personClaims(login), api.claims), ...loginClaims(login), ...aboutClient }
}

function organisationClaims({ clientName, tenancy, organisation }: ClientIdentity): Claims {
  const { number, parent } = organisation
  const isMultiTenant = tenancy === 'multi-tenant'
  return defined({
    [claimNames.clientName]: clientName,
    [claimNames.clientTenancy]: tenancy,
    // A multi-tenant client belongs to its supplier and acts for organisations that it names in each request.
    [claimNames.orgnrSupplier]: isMultiTenant ? number : undefined,
    [claimNames.orgnrParent]: isMultiTenant ? undefined : (parent ?? number),
    [claimNames.orgnrChild]: isMultiTenant || parent === null ? undefined : number,
  })
}
