import type { Middleware } from 'koa'
import type { Config } from '#config/schema.ts'
import { addressBlock } from '#src/http/address-block.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { clientAddress, networksOf } from '#src/http/client-address.ts'
import { TokenBuckets } from '#src/http/token-buckets.ts'

/**
 * Limits what one address may ask before anybody is authenticated: requests at the endpoints for programs, and logins
 * that it may have open (each authorization request makes an interaction that we keep).
 */
export function limitAddresses(config: Config, nowMilliseconds: () => number): Middleware {
  const { limits, lifetimes } = config
  const proxies = networksOf(config.trustedProxies)
  const requests = new TokenBuckets({
    capacity: limits.addressBurst,
    perSecond: limits.addressRequestsPerSecond,
    nowMilliseconds,
  })
  // As many as may be open, and as many again in the time that one may live.
  const logins = new TokenBuckets({
    capacity: limits.openInteractionsPerAddress,
    perSecond: limits.openInteractionsPerAddress / lifetimes.interactionSeconds,
    nowMilliseconds,
  })
  return async function limitAddress(ctx, next) {
    const isLogin = ctx.path === '/connect/authorize'
    // A person's own forms stand under /login.
    const isProgram = ctx.path === '/connect/userinfo' || (ctx.method === 'POST' && ctx.path.startsWith('/connect/'))
    if (!isLogin && !isProgram) return next()
    const allowed = (isLogin ? logins : requests).take(addressBlock(clientAddress(ctx.req, proxies)))
    if (!allowed) throw new BrokerError('too_many_requests', 'too many requests from this address')
    return next()
  }
}
