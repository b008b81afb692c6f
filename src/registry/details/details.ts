import type { Attest } from './details-schemas.ts'

/** A value of a client's JWT, with the JSON pointer (RFC 6901) of where it stood, for whoever must mend it. */
export interface Located<T> {
  readonly value: T
  readonly pointer: string
}

/** The organisation that a client wants to act for. Numbers have the right form; nothing has been decided. */
export interface OrganisationNames {
  /** Only a multi-tenant client names it. */
  readonly parent?: string
  readonly child?: string
}

/** What a client said in `assertion_details` or `authorization_details`, one of each type at most. */
export interface Details {
  readonly organisation?: Located<OrganisationNames>
  /** Journal of the tenant in SFM (central medication). */
  readonly journalId?: Located<string>
  /** Attestation of the trust framework (tillitsrammeverket). */
  readonly attest?: Located<Attest>
}

/** Names of the members of {@link Details}; each stands for one structure that may come from one place only. */
export const structures = ['organisation', 'journalId', 'attest'] as const
