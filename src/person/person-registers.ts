import type { PersonName } from '#idp-adapters/contract.ts'
import type { CalendarDate } from './age.ts'
import type { Pid } from './pid.ts'

/** What the population register says about one number. */
export interface PopulationEntry {
  /** Of the number, not of the person: a number that was replaced is ended although the person lives. */
  readonly numberStatus: 'in-use' | 'ended'
  readonly isDead: boolean
  readonly birthDate?: CalendarDate
  readonly name: PersonName
}

/** A code with its meaning, as the registers write it. */
export interface Coded {
  readonly value: string
  readonly description: string
}

/** One approval to work in a profession. */
export interface HprApproval {
  /** Code of the profession (Volven 9060), `LE` for a doctor. */
  readonly profession: string
  readonly authorization: Coded
  readonly requisitionRights: readonly Coded[]
  readonly specialities: readonly Coded[]
}

/** One person in the register of health personnel (HPR). */
export interface HprEntry {
  /** Digits. */
  readonly number: string
  readonly approvals: readonly HprApproval[]
}

/**
 * A register's answer. `none` nobody has this number there · `several` more than one has, and nobody here may choose ·
 * `silent` no answer, or one that can't be trusted · `off` the operator has not connected the register.
 */
export type RegisterAnswer<Entry> =
  | { readonly outcome: 'found'; readonly entry: Entry }
  | { readonly outcome: 'none' | 'several' | 'silent' | 'off' }

/** What the registers said about one person, at one login. */
export interface PersonAnswers {
  readonly population: RegisterAnswer<PopulationEntry>
  readonly hpr: RegisterAnswer<HprEntry>
}

/** The seam to Persontjenesten and HPR. Asked once for each login, never when a token is made. */
export interface PersonRegisters {
  /** Never throws: a register that fails is `silent`, and what that means is decided in `judge-person.ts`. */
  lookUp(pid: Pid): Promise<PersonAnswers>
}
