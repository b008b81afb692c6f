import type { PersonName } from '#idp-adapters/contract.ts'
import type { Demand } from '#src/assurance/demand.ts'
import type { Login } from '#src/assurance/login.ts'
import type { Reason } from '#src/http/reasons.ts'
import { judgePerson } from '#src/person/judge-person.ts'
import type { PersonNumber } from '#src/person/pid.ts'
import type { LoginRoom } from './login-room.ts'

/**
 * Asks the registers about the person behind a login that proved enough, once, and adds what they said. The number goes
 * to the registers and nowhere else.
 */
export async function confirmPerson(
  room: Pick<LoginRoom, 'personRegisters' | 'clock'>,
  proven: { readonly login: Login; readonly number: PersonNumber },
  demand: Demand,
): Promise<{ readonly login: Login } | { readonly refused: Reason; readonly level: number }> {
  const { login, number } = proven
  const answers = await room.personRegisters.lookUp(number.pid)
  const judgement = judgePerson({ number, answers, demand, now: room.clock.nowSeconds() })
  if ('refused' in judgement) return { refused: judgement.refused, level: login.level }
  return { login: { ...login, ...judgement.facts, name: nameOf(login.name, judgement.name) } }
}

/** What the provider said; the register's name for who came without one. Never a mixture of the two. */
function nameOf(ofProvider: PersonName, ofRegister: PersonName | undefined): PersonName {
  return Object.values(ofProvider).some((part) => part !== '') ? ofProvider : (ofRegister ?? ofProvider)
}
