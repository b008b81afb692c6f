import { isIP } from 'node:net'

/** Groups of 16 bits that make the network: the rest of an IPv6 address its holder chooses at will (RFC 4291 section 2.5.1). */
const networkGroups = 4

/**
 * Whom a limit for an address is about: an IPv4 address, or the /64 that an IPv6 address lies in. A single machine has as
 * many IPv6 addresses as it likes, but one network.
 */
export function addressBlock(address: string): string {
  if (isIP(address) !== 6) return address
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::')
  const before = groupsOf(head)
  const after = tail === undefined ? [] : groupsOf(tail)
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after]
  return `${groups.slice(0, networkGroups).join(':')}::/64`
}

/** Without leading zeros. An IPv4 address at the end stands for two groups, and lies behind the network. */
function groupsOf(text: string): readonly string[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => (group.includes('.') ? ['0', '0'] : [group.replace(/^0+(?=.)/, '')]))
}
