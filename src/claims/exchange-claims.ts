import type { Login } from '#src/assurance/login.ts'
import type { ApiContract } from './access-token-claims.ts'
import { claimNames } from './claim-names.ts'
import { type Claims, defined, loginClaims, personClaims, pick } from './person-claims.ts'

/** `parent` is the number of its main unit, or null when it is one. */
interface Organisation {
  readonly number: string
  readonly parent: string | null
}

/** The offered token's payload, of which no other member is used. */
interface SubjectClaims {
  readonly client_id: string
  readonly act?: unknown
}

/**
 * Claims of an exchanged token (RFC 8693 section 4): for whom it is stays as it was, client and organisation of the first
 * token included; who acts is added in front of those that acted before.
 *
 * DEVIATION: not every `helseid://` claim is copied, as HelseID 1.8 has it: docs/decisions/0051-token-exchange.md
 * What APIs agreed with their clients is not copied either: the actor calls the new API, and has its own with it.
 * The person's claims are those that the new API chose, of the same login: an API gets no more by way of another.
 */
export function buildExchangeClaims(parts: {
  readonly api: ApiContract
  readonly issuer: string
  readonly actor: {
    readonly clientId: string
    readonly organisation: Organisation
    /** Fixed claims that the new API agreed with the actor. */
    readonly ofApi: Readonly<Record<string, string>>
  }
  readonly subject: SubjectClaims
  readonly login?: Login
}): Claims {
  const { api, issuer, actor, subject, login } = parts
  const { number, parent } = actor.organisation
  const kept = Object.entries(subject).filter(([name]) => name.startsWith(aboutClient))
  return {
    ...actor.ofApi,
    ...(login === undefined ? {} : { ...pick(personClaims(login), api.claims), ...loginClaims(login) }),
    client_amr: 'private_key_jwt',
    [claimNames.originalClientId]: subject.client_id,
    ...Object.fromEntries(kept),
    act: defined({
      iss: issuer,
      client_id: actor.clientId,
      [claimNames.orgnrParent]: parent ?? number,
      [claimNames.orgnrChild]: parent === null ? undefined : number,
      act: subject.act,
    }),
  }
}

/** What every claim about a client and its organisation begins with. */
const aboutClient = 'helseid://claims/client/'
