import type { IncomingMessage } from 'node:http'
import type { Config } from '#config/schema.ts'
import type { LoginNetwork } from '#src/assurance/login.ts'
import { clientAddress, isInNetworks, networksOf } from '#src/http/client-address.ts'

/**
 * Whether a request comes from Helsenettet, by the ranges of the configuration. `helsenett` is the stronger word, so
 * what can't be known is `internett`: a trusted proxy that tells nobody's address stands for nobody.
 *
 * @returns undefined when no ranges are configured: then nothing is said at all.
 */
export function loginNetwork({
  networks,
  trustedProxies,
}: Pick<Config, 'networks' | 'trustedProxies'>): (request: IncomingMessage) => LoginNetwork | undefined {
  if (networks === undefined) return () => undefined
  const helsenett = networksOf(networks.helsenett)
  const proxies = networksOf(trustedProxies)
  return function networkOf(request) {
    const address = clientAddress(request, proxies)
    return isInNetworks(address, helsenett) && !isInNetworks(address, proxies) ? 'helsenett' : 'internett'
  }
}
