import { createHmac } from 'node:crypto'

/**
 * `sub` of a person: base64 of HMAC-SHA256 over the national identity number, 44 characters. The same for every client
 * (subject type public, as HelseID's), and of no use without the key.
 */
export function subjectOf(pid: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(pid).digest('base64')
}
