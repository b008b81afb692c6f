import { ProblemError } from '#src/http/problem-error.ts'
import { addKey } from '#src/registry/client-keys.ts'
import type { PublicJwkWire } from '#src/registry/jwk-schema.ts'
import type { AdminParts } from '../admin-parts.ts'
import type { ActorsChange } from '../apply-change.ts'
import { changeClient } from '../clients/change-client.ts'

const daySeconds = 86_400

/** A key that is to count for a client from now on. */
export interface Registration extends Pick<ActorsChange, 'actor' | 'reason' | 'permit'> {
  readonly clientId: string
  readonly jwk: PublicJwkWire
  /** Epoch seconds; the configured life from now on if not given. */
  readonly expiresAt?: number | undefined
  /** Whether the client's other keys end after the configured overlap. Otherwise they stay as they are. */
  readonly endsOthers: boolean
}

/**
 * Registers a key beside the client's others.
 *
 * @returns when the key ends, in epoch seconds; undefined for one that was there already and has no end.
 * @throws {BrokerError} `change_refused`, and as {@link changeClient}. {StoreUnavailable}
 */
export async function registerKey(parts: AdminParts, registration: Registration): Promise<number | undefined> {
  const { jwk, endsOthers, expiresAt, ...change } = registration
  const { defaultLifeDays, overlapDays } = parts.clientKeys
  const nowSeconds = parts.clock.nowSeconds()
  const terms = {
    nowSeconds,
    expiresAt: expiresAt ?? nowSeconds + defaultLifeDays * daySeconds,
    ...(endsOthers ? { overlapUntil: nowSeconds + overlapDays * daySeconds } : {}),
  }
  let end: number | undefined
  await changeClient(parts, {
    ...change,
    to: (wire) => {
      const addition = addKey(wire, jwk, terms)
      if (addition.kind === 'refused') throw keyRefused(addition)
      end = addition.expiresAt
      return addition.kind === 'added' ? addition.wire : undefined
    },
  })
  return end
}

function keyRefused({ found, allowed }: { readonly found: string; readonly allowed: string }): ProblemError {
  return new ProblemError('change_refused', 'the key is not registered', [{ pointer: '', found, allowed }])
}
