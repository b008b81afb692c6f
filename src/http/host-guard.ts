import type { Middleware } from 'koa'
import { BrokerError } from './broker-error.ts'

/** Paths that a load balancer asks by address, without knowing our name. */
const anyHost = new Set(['/health/live', '/health/ready'])

/**
 * There is one public origin; a request for another host is refused before anything runs (RFC 9110 section 15.5.20), and
 * so is one with two hosts (RFC 9112 section 3.2).
 */
export function hostGuard(issuer: string): Middleware {
  const { host } = new URL(issuer)
  return async function guardHost(ctx, next) {
    // Node keeps the first of several; what stands in front of us may have gone by another.
    if (ctx.req.headersDistinct.host?.length !== 1) {
      throw new BrokerError('request_invalid', 'send exactly one Host header')
    }
    if (ctx.req.headers.host !== host && !anyHost.has(ctx.path)) {
      throw new BrokerError('host_unknown', `this server answers at ${issuer} only`)
    }
    return next()
  }
}
