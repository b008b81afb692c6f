import type { JSONWebKeySet } from 'jose'
import { ExpiringMap } from '../core/expiring-map.ts'
import { ArmedFault, type Fault } from '../core/faults.ts'
import { randomId } from '../core/random-id.ts'
import { registerFaults } from './register-faults.ts'

/** A register of people: what it says about one number. */
export interface SimulatedRegister {
  /** Path segment. */
  readonly id: string
  readonly name: string
  /** One element for each person that has the number. */
  hits(pid: string): readonly RegisterHit[]
  /** Somebody made up who has this number, for answers that are wrong on purpose. */
  somebody(pid: string): RegisterHit
}

/** JSON in the register's own words. */
export type RegisterHit = Readonly<Record<string, unknown>>

/** All that one simulated register remembers. In memory. */
export interface RegisterState {
  readonly register: SimulatedRegister
  /** `aud` of who asks. */
  readonly url: string
  readonly jwks: JSONWebKeySet
  /** Seconds since the epoch. */
  readonly now: () => number
  readonly armed: ArmedFault
  readonly faults: readonly Fault[]
  readonly usedTokens: ExpiringMap<true>
  /** Random, on the page's form: a form of another site can't know it. */
  readonly formToken: string
}

export function createRegisterState(
  register: SimulatedRegister,
  parts: { readonly origin: string; readonly jwks: JSONWebKeySet; readonly now: () => number },
): RegisterState {
  const { origin, jwks, now } = parts
  return {
    register,
    url: `${origin}/${register.id}`,
    jwks,
    now,
    armed: new ArmedFault(),
    faults: registerFaults,
    usedTokens: new ExpiringMap(now),
    formToken: randomId(),
  }
}
