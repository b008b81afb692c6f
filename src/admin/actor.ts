import { brokerOrganisation } from '#src/registry/built-in/names.ts'
import type { Author } from '#src/registry/store/change.ts'

/** Who uses the admin API or the console, and for whom. */
export interface Actor {
  /** As the registry's history and the audit trail name it. */
  readonly author: Author
  /** National identity number of a person, for the audit trail alone. */
  readonly pid?: string
  /** Scopes of the access token. */
  readonly scopes: ReadonlySet<string>
  /** Organisations in whose place it acts: of a machine its client's own, of a person those that it administers. */
  readonly organisations: ReadonlySet<string>
}

/** An operator acts for the broker's own organisation and sees everything. Everybody else sees and changes what is theirs. */
export function isOperator({ organisations }: Actor): boolean {
  return organisations.has(brokerOrganisation)
}

/** Whether something that belongs to this organisation is the actor's to see. */
export function isTheirs(actor: Actor, organisation: string): boolean {
  return isOperator(actor) || actor.organisations.has(organisation)
}
