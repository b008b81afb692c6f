import { BrokerError } from '#src/http/broker-error.ts'
import { type Actor, isOperator } from '../actor.ts'

/** @throws {BrokerError} `change_not_allowed` for everybody who does not act for the broker's own organisation. */
export function requireOperator(actor: Actor): void {
  if (!isOperator(actor)) throw new BrokerError('change_not_allowed', 'only an operator may do this')
}
