import { BrokerError } from '#src/http/broker-error.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { LoginRoom } from './login-room.ts'

/** Two requests that want the same record meet once in a while; five times in a row is something else. */
const mostTries = 5

/**
 * Does the work in a unit and commits it; again from the start, on what is there then, when another request was faster.
 * @throws {BrokerError} `temporarily_unavailable`
 */
export async function untilCommitted<T>(room: LoginRoom, work: (unit: UnitOfWork) => Promise<T>): Promise<T> {
  for (let tries = 0; tries < mostTries; tries += 1) {
    const done = await room.inUnit(async (unit) => {
      const result = await work(unit)
      return (await unit.commit('success')).committed ? { result } : undefined
    })
    if (done !== undefined) return done.result
  }
  throw new BrokerError('temporarily_unavailable', 'try again in a moment')
}
