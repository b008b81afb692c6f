import type { Persona } from './personas.ts'
import type { Phones } from './phones.ts'
import type { PageLanguage, Text } from './text.ts'

/** How far a person has come with one eID. */
export interface Progress {
  pid?: string
  persona?: Persona
  /** The way of using the eID, where it has several. */
  variant?: string
  /** TestID: the level that was chosen. */
  level?: 'high' | 'substantial'
  /** Words that the page and the phone show. */
  words?: string
  /** Phones that the provider can reach, and the request that went to one of them. */
  readonly phones: Phones
  phoneRequestId?: string
  mobileNumber?: string
  /** The fault that was chosen for this login, for a step that shows it itself. */
  fault?: string | undefined
  wrongTries: number
  /** Seconds since the epoch. */
  stepBeganAt: number
}

/** Why the eID can't be used; `code` is the upstream's own, where it has codes. */
export interface EidProblem {
  readonly code: string
  readonly text: Text
}

export type StepOutcome =
  | { readonly kind: 'next' }
  /** @property code what cancelling says from now on, where the provider has a code for it. */
  | { readonly kind: 'again'; readonly message: Text; readonly code?: string }
  | { readonly kind: 'problem'; readonly problem: EidProblem }

/** One page of an eID's dialogue. */
export interface Step {
  readonly title: Text
  /** The fields, without the form around them. */
  render(progress: Progress, language: PageLanguage): string
  submit(progress: Progress, form: URLSearchParams, now: number): StepOutcome
}

/** An eID as a list of pages. */
export interface EidFlow {
  /** Value in the `method` vocabulary. */
  readonly method: string
  readonly label: Text
  steps(progress: Progress): readonly Step[]
}

/** What a person proved at a simulator. */
export interface ProvenLogin {
  readonly method: string
  readonly variant: string
  readonly pid: string
  readonly persona: Persona | undefined
  readonly level: 'high' | 'substantial' | undefined
  /** Seconds since the epoch. */
  readonly authTime: number
}

export const next: StepOutcome = { kind: 'next' }
