import { readFileSync } from 'node:fs'

/** The public keys of the demo's journal, so that an API of a test can authenticate with a key that is at hand. */
export const epjKeys: unknown = JSON.parse(
  readFileSync(new URL('../../clients/epj-nordfjell.json', import.meta.url), 'utf8'),
).jwks
