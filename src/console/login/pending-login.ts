import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'

const kind = 'console-login'
/** As long as the login itself may take, with room for the way there. */
const pendingSeconds = 900

const jwk = z.record(z.string(), z.unknown())
const pendingSchema = z.object({
  codeVerifier: z.string(),
  nonce: z.string(),
  /** Digest of the binding cookie of the browser that asked. */
  browser: z.string(),
  /** Where the person wanted to be. */
  returnTo: z.string(),
  proofKey: z.object({ privateJwk: jwk, publicJwk: jwk }),
})

/** A login to the console that is under way, by its `state`. Sealed in the store, so that any node may complete it. */
export type PendingLogin = z.output<typeof pendingSchema>

export async function keepPending(unit: UnitOfWork, state: string, pending: PendingLogin): Promise<void> {
  unit.put(kind, state, pending, pendingSeconds)
  await unit.commit('success')
}

/**
 * Takes it: an answer counts once, and only in the browser that asked, or somebody could hand a person their own login.
 * @throws {BrokerError} `page_expired` `other_browser`
 */
export async function takePending(unit: UnitOfWork, state: string, browser: string): Promise<PendingLogin> {
  const found = await unit.get(kind, state)
  if (found === undefined) throw new BrokerError('page_expired', 'this login was begun too long ago, or is done')
  const pending = pendingSchema.parse(found)
  if (pending.browser !== browser) throw new BrokerError('other_browser', 'the login was begun in another browser')
  unit.requireUnchanged(kind, state, { reason: 'page_expired' })
  unit.delete(kind, state)
  if (!(await unit.commit('success')).committed) throw new BrokerError('page_expired', 'this login is done already')
  return pending
}
