import { z } from 'zod'
import { isDevelopmentKey } from '#config/is-development-key.ts'
import type { Documents } from '#src/registry/store/documents.ts'
import { bad, type Finding, ok, warn } from './finding.ts'

/** What of a client's document is looked at. */
const clientSchema = z.looseObject({
  client_id: z.string(),
  status: z.string(),
  jwks: z.object({ keys: z.array(z.looseObject({ kid: z.string() })) }),
  key_expirations: z.record(z.string(), z.string()).default({}),
  signing_algs: z.array(z.string()).default([]),
  userinfo_bearer: z.boolean().default(false),
  assertion_exceptions: z.array(z.string()).default([]),
  minimum_security_level: z.int().default(4),
})

type ClientDocument = z.output<typeof clientSchema>

const dayMilliseconds = 86_400_000
/** Days before the end of a client's last key at which it is worth a line. */
const soonDays = 30
/** Below this, people may log in with less than the health sector's usual level. */
const usualLevel = 4

/** Keys that end, keys that everybody knows, and everything that a client is let off by name. */
export function checkClients(
  documents: Documents,
  options: { readonly nowMilliseconds: number; readonly developmentKeys: boolean },
): readonly Finding[] {
  const clients = [...documents.of('client').values()]
    .flatMap(({ text }) => clientSchema.safeParse(JSON.parse(text)).data ?? [])
    .filter(({ status }) => status === 'active')
  return [
    ok('clients', `${clients.length} active`),
    ...clients.flatMap((client) => endOf(client, options.nowMilliseconds)),
    ...clients.flatMap(exceptionsOf),
    ...(options.developmentKeys ? [] : clients.flatMap(developmentKeysOf)),
  ]
}

function endOf({ client_id: id, jwks, key_expirations: ends }: ClientDocument, now: number): readonly Finding[] {
  // The last one counts: until then the client can go on.
  const lasts = jwks.keys.map(({ kid }) => Date.parse(ends[kid] ?? '') || Number.POSITIVE_INFINITY)
  const left = Math.ceil((Math.max(...lasts) - now) / dayMilliseconds)
  if (left > soonDays) return []
  const todo = `the client's owner registers a new key: tillit client-key add ${id} …`
  if (left <= 0) return [bad('client keys', `${id}: its last key has ended`, todo)]
  return [warn('client keys', `${id}: its last key ends in ${left} days`, todo)]
}

function exceptionsOf(client: ClientDocument): readonly Finding[] {
  const { client_id: id } = client
  const exceptions = [
    ...client.signing_algs.filter((alg) => alg.startsWith('RS')).map((alg) => `signs with ${alg}`),
    ...(client.userinfo_bearer ? ['uses userinfo without DPoP (userinfo_bearer)'] : []),
    ...client.assertion_exceptions.map((name) => `assertions: ${name}`),
    ...(client.minimum_security_level < usualLevel ? [`takes logins of level ${client.minimum_security_level}`] : []),
  ]
  return exceptions.map((text) =>
    warn('client exceptions', `${id}: ${text}`, 'ask its owner when it can do without; docs/deviations.md'),
  )
}

function developmentKeysOf({ client_id: id, jwks }: ClientDocument): readonly Finding[] {
  return jwks.keys
    .filter(isDevelopmentKey)
    .map(({ kid }) => bad('development keys', `${id}: everybody knows the private half of ${kid}`, 'retire it now'))
}
