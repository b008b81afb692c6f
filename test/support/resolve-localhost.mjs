// Preloaded into the processes of browser tests: browsers resolve every name below `localhost` to loopback (RFC 6761),
// the system's resolver often does not.
import dns from 'node:dns'

const { lookup } = dns
dns.lookup = (hostname, ...rest) => lookup(hostname.endsWith('.localhost') ? 'localhost' : hostname, ...rest)
