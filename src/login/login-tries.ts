import { TokenBuckets } from '#src/http/token-buckets.ts'

/**
 * How often one login may go to a provider and come back: more than anybody chooses, clicks and reloads in ten minutes.
 * Each time is a request to the provider, and rows that outlive the login, at the will of somebody who has proved nothing.
 */
const triesOfOne = { capacity: 30, perSecond: 1 / 20 }

/** @returns whether the login with this uid may try once more; counts it, in this node's memory alone. */
export function loginTries(nowMilliseconds: () => number): (uid: string) => boolean {
  const tries = new TokenBuckets({ ...triesOfOne, nowMilliseconds })
  return (uid) => tries.take(uid)
}
