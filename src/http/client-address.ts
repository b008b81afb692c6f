import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

/** A set of addresses and networks as the configuration names them (`10.0.0.0/8`, `2001:db8::1`). */
export function networksOf(networks: readonly string[]): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (prefix === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(prefix), family)
  }
  return list
}

/** Whether an address of either family lies in the set. */
export function isInNetworks(address: string, networks: BlockList): boolean {
  return isIP(address) !== 0 && networks.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

/**
 * Where a request comes from: the peer, or, when the peer is a trusted proxy, the last address in `X-Forwarded-For` that
 * no trusted proxy wrote about itself. What others put into that header counts for nothing.
 */
export function clientAddress(request: IncomingMessage, trustedProxies: BlockList): string {
  let address = plain(request.socket.remoteAddress ?? '')
  const forwarded = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',')
  for (const hop of forwarded.reverse().map((text) => plain(text.trim()))) {
    if (!isInNetworks(address, trustedProxies) || isIP(hop) === 0) return address
    address = hop
  }
  return address
}

/** IPv4 in its IPv6 clothes is the same address. */
function plain(address: string): string {
  return address.toLowerCase().startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}
