import type { Login } from '#src/assurance/login.ts'
import type { ActingFor } from './acting.ts'
import { claimNames } from './claim-names.ts'
import { type Claims, defined, loginClaims, personClaims, pick } from './person-claims.ts'

/** What an API chose in its registration. */
export interface ApiContract {
  /** Claims about the person that the API gets. */
  readonly claims: readonly string[]
}

export interface ClientIdentity {
  readonly clientName: string
  readonly acting: ActingFor
  /** Journal of the tenant that a multi-tenant client named. */
  readonly journalId?: string
  /** Attestation of the trust framework, as the client gave it and the registry checked it. */
  readonly attest?: object
  /** Fixed claims that this API agreed with the client. */
  readonly ofApi?: Readonly<Record<string, string>>
}

/**
 * Access token: claims about the person as the API chose and never by what the client asks for; claims about the client
 * and its organisation always, and what this API agreed with this client. The engine adds iss, sub, aud, exp, iat, jti, client_id, scope and cnf.
 *
 * Without a login there is no claim about any person, whatever the API chose.
 */
export function buildAccessTokenClaims(parts: {
  readonly api: ApiContract
  readonly client: ClientIdentity
  readonly login?: Login
  /** Of the client in the browser session behind the login: what a logout token will name. */
  readonly sid?: string
}): Claims {
  const { api, client, login, sid } = parts
  const aboutClient = { client_amr: 'private_key_jwt', ...organisationClaims(client) }
  // First, so that no name of theirs could ever stand in the place of one of ours.
  if (login === undefined) return { ...client.ofApi, ...aboutClient }
  return {
    ...client.ofApi,
    ...pick(personClaims(login), [...api.claims, claimNames.onBehalfOf]),
    ...loginClaims(login),
    ...(sid === undefined ? {} : { sid }),
    ...aboutClient,
  }
}

function organisationClaims({ clientName, acting, journalId, attest }: ClientIdentity): Claims {
  return defined({
    [claimNames.clientName]: clientName,
    [claimNames.clientTenancy]: acting.tenancy,
    [claimNames.orgnrSupplier]: acting.supplier,
    [claimNames.orgnrParent]: acting.parent,
    [claimNames.orgnrChild]: acting.child,
    [claimNames.sfmJournalId]: journalId,
    [claimNames.attest]: attest,
  })
}
