import type { Context } from 'koa'
import type { Config } from '#config/schema.ts'
import type { ApiKey, ApiKeys } from '#src/admin/api-keys/api-keys.ts'
import { addressBlock } from '#src/http/address-block.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { clientAddress, networksOf } from '#src/http/client-address.ts'
import { TokenBuckets } from '#src/http/token-buckets.ts'

/** An API key as it is made: 43 characters. Others are not looked up. */
const apiKeyForm = /^[\w-]{43}$/

/** Requests of one address without a key that counts, and drafts of one key, a burst and then one in so many seconds. */
const guesses = { capacity: 20, perSecond: 1 / 30 }
const drafts = { capacity: 20, perSecond: 1 / 30 }

/**
 * Finds the API key of a request, and limits how often one is guessed, and how many drafts one makes.
 * @throws {BrokerError} `api_key_invalid`, the same for every cause; `too_many_requests`
 */
export function requireApiKey(parts: {
  readonly config: Pick<Config, 'trustedProxies'>
  readonly apiKeys: Pick<ApiKeys, 'find'>
  readonly nowMilliseconds: () => number
}): (ctx: Context) => Promise<ApiKey> {
  const { nowMilliseconds } = parts
  const proxies = networksOf(parts.config.trustedProxies)
  const addresses = new TokenBuckets({ ...guesses, nowMilliseconds })
  const keys = new TokenBuckets({ ...drafts, nowMilliseconds })
  return async function findApiKey(ctx) {
    const shown = ctx.get('api-key')
    const found = apiKeyForm.test(shown) ? await parts.apiKeys.find(shown) : undefined
    if (found === undefined) {
      if (!addresses.take(addressBlock(clientAddress(ctx.req, proxies)))) throw tooMany()
      throw new BrokerError('api_key_invalid', 'send a valid API key in the header api-key')
    }
    if (!keys.take(found.id)) throw tooMany()
    return found
  }
}

function tooMany(): BrokerError {
  return new BrokerError('too_many_requests', 'too many requests: wait a while')
}
