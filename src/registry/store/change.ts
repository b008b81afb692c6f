import type { EntityRef } from '../entity-kind.ts'
import type { ChangeProblem } from './refusals.ts'

/** What an entity is to become. */
export interface Change extends EntityRef {
  /** A JSON value in the form of the files (`$schema` is left out of what is kept); undefined takes the entity away. */
  readonly document: unknown
}

/** Who makes a revision. Whether they may is decided before, by those who know who asks. */
export interface Author {
  readonly kind: 'client' | 'person' | 'operator' | 'broker'
  /** A client's or operator's id, or a person's pseudonym; never a national identity number. */
  readonly id: string
  /** Organisation number of the owner in whose place it is done. */
  readonly onBehalfOf?: string
  /** User and host of the operating system where the command ran. */
  readonly osUser?: string
  readonly osHost?: string
}

/** What the author has seen: the entity is still as of this revision (its ETag), or with 0 does not exist. */
export interface Expected extends EntityRef {
  readonly revision: number
}

export interface ApplyRequest {
  readonly changes: readonly Change[]
  readonly author: Author
  /** National identity number of an author who is a person, for the audit trail alone. */
  readonly pid?: string
  /** Why, in the author's words; for the history and the audit. */
  readonly reason: string
  readonly expected?: readonly Expected[]
  /** Everything but the writing. */
  readonly dryRun?: boolean
  /** Judges the very plan that is written next; every problem it finds refuses the whole. */
  readonly permit?: (plan: Plan) => readonly ChangeProblem[]
}

export type PlannedAction =
  | 'create'
  | 'change'
  /** Its status becomes one that gives nothing (disabled, revoked). */
  | 'disable'
  /** It was disabled or revoked and becomes active: named, so that nobody does it without noticing. */
  | 'enable'
  | 'remove'

export interface PlannedChange extends EntityRef {
  readonly action: PlannedAction
  /** Canonical JSON; undefined: it is not there. */
  readonly before: string | undefined
  readonly after: string | undefined
  /** Names of the members that differ, of a change of something that was there. */
  readonly members: readonly string[]
  /** Organisation number of whom it belongs to, and its status; of what is taken away, the last. */
  readonly organisation: string
  readonly status: string
}

/** What an apply does, told before it is done. */
export interface Plan {
  /** The revision that it was made on. */
  readonly base: number
  readonly changes: readonly PlannedChange[]
  readonly unchanged: readonly EntityRef[]
}

export interface Applied {
  readonly plan: Plan
  /** The new revision; the old one when nothing changed or it was a dry run. */
  readonly revision: number
}
