import { isLoopbackHost } from '#config/loopback.ts'
import { describeFound } from '#config/problem.ts'
import type { Finding } from './finding.ts'

/** What differs between environments and kinds of client. */
export interface UriRules {
  /** http on a loopback address is accepted. */
  readonly loopbackHttp: boolean
}

/**
 * Whether a registered URI can be compared exactly with what a client sends: absolute, in normal form, nothing hidden.
 * @see RFC 9700 section 2.1, RFC 8252 section 7.3
 */
export function checkUri(path: string, uri: string, rules: UriRules): readonly Finding[] {
  const allowed = whatIsMissing(uri, rules)
  return allowed === undefined ? [] : [{ path, found: describeFound(uri), allowed }]
}

function whatIsMissing(uri: string, rules: UriRules): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(uri) || uri.includes('\\')) return 'visible ASCII characters without backslash'
  const url = URL.parse(uri)
  if (url === null || !/^https?:\/\//i.test(uri)) return 'an absolute https address'
  if (uri.includes('*')) return 'an exact address without wildcard'
  if (uri.includes('#')) return 'an address without fragment'
  if (/^[^/]*\/\/[^/?]*@/.test(uri)) return 'an address without user name or password'
  if (url.protocol === 'http:' && !(rules.loopbackHttp && isLoopbackHost(url.hostname))) {
    return rules.loopbackHttp ? 'https, or http on a loopback address' : 'https'
  }
  if (url.href !== uri && url.href !== `${uri}/`) return `the address in normal form, ${describeFound(url.href)}`
  return undefined
}
