import type { PersonName } from '#idp-adapters/contract.ts'
import { type CalendarDate, checkAge, osloDateAt } from './age.ts'
import { birthDateOf } from './birth-date.ts'
import type { HprEntry, PersonAnswers, PopulationEntry, RegisterAnswer } from './person-registers.ts'
import type { PersonNumber } from './pid.ts'

/** What a service demands of the person, apart from how the login was made. */
export interface PersonDemand {
  /** Least age in whole years. */
  readonly minimumAge?: number
  /** The service is told the HPR number: `required` HPR must have answered, `optional` the number may be left out. */
  readonly hpr?: 'required' | 'optional'
}

/** What a login keeps of the registers' answers. */
export interface PersonFacts {
  readonly birthDate?: CalendarDate
  /** Absent when the person is not health personnel, and when {@link hprMissing} says why nobody knows. */
  readonly hpr?: HprEntry
  /** HPR gave no answer that counts. Later services that need one must ask for a new login. */
  readonly hprMissing?: 'silent' | 'several'
}

export type PersonRefusal =
  | 'register_unavailable'
  | 'register_ambiguous'
  | 'person_unknown'
  | 'pid_retired'
  | 'person_dead'
  | 'too_young'
  | 'age_unknown'

/**
 * Whether the person behind a number may log in, by what the registers say. Pure. What the population register does not
 * answer is never assumed: without its word a number may be retired and its person dead, so nobody gets in, whatever the
 * client's policy (docs/decisions/0041-registers-that-do-not-answer.md).
 */
export function judgePerson(parts: {
  readonly number: PersonNumber
  readonly answers: PersonAnswers
  readonly demand: PersonDemand
  /** Seconds since the epoch. */
  readonly now: number
}): { readonly facts: PersonFacts; readonly name: PersonName | undefined } | { readonly refused: PersonRefusal } {
  const { number, answers, demand, now } = parts
  const { population, hpr } = answers
  const birthDate = bestBirthDate(number, population, now)
  const refused =
    populationRefusal(population) ?? hprRefusal(hpr, demand) ?? checkAge(birthDate, demand.minimumAge, now)
  if (refused !== undefined) return { refused }
  const facts = {
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(hpr.outcome === 'found' ? { hpr: hpr.entry } : {}),
    ...(hpr.outcome === 'silent' || hpr.outcome === 'several' ? { hprMissing: hpr.outcome } : {}),
  }
  return { facts, name: population.outcome === 'found' ? population.entry.name : undefined }
}

function bestBirthDate(
  number: PersonNumber,
  population: RegisterAnswer<PopulationEntry>,
  now: number,
): CalendarDate | undefined {
  if (population.outcome === 'found' && population.entry.birthDate !== undefined) return population.entry.birthDate
  // The day and month of a D-number may be those of its registration: too little to let somebody in by age.
  return number.isDNumber ? undefined : birthDateOf(number, osloDateAt(now))
}

function populationRefusal(answer: RegisterAnswer<PopulationEntry>): PersonRefusal | undefined {
  switch (answer.outcome) {
    case 'silent':
      return 'register_unavailable'
    case 'several':
      return 'register_ambiguous'
    case 'none':
      return 'person_unknown'
    case 'off':
      return undefined
    case 'found':
      if (answer.entry.numberStatus === 'ended') return 'pid_retired'
      return answer.entry.isDead ? 'person_dead' : undefined
  }
}

function hprRefusal({ outcome }: RegisterAnswer<HprEntry>, { hpr }: PersonDemand): PersonRefusal | undefined {
  if (outcome === 'several' && hpr !== undefined) return 'register_ambiguous'
  return outcome === 'silent' && hpr === 'required' ? 'register_unavailable' : undefined
}

/** Whether what a login kept of the registers still does for another service, later the same day. */
export function checkPersonFacts(
  facts: PersonFacts,
  demand: PersonDemand,
  now: number,
): 'too_young' | 'age_unknown' | 'step_up_register' | undefined {
  const { hprMissing, birthDate } = facts
  const lacksHpr =
    hprMissing === 'several' ? demand.hpr !== undefined : hprMissing === 'silent' && demand.hpr === 'required'
  return checkAge(birthDate, demand.minimumAge, now) ?? (lacksHpr ? 'step_up_register' : undefined)
}
