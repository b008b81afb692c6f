import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { deriveConsoleKey } from '#src/keys/console-key.ts'
import { AdminClient, adminClientOf, adminScopeNames } from './admin-client.ts'
import { type RegistryChanges, type TestBroker, type TestClientId, tokensOf } from './broker.ts'
import { makeDpopKey, TestClient } from './test-client.ts'

/** What machines may have of the admin API: all but the word of an API's owner. */
export const machineScopes = adminScopeNames.filter((scope) => !scope.endsWith('.approve'))

/** The repository's clients with access to the admin API, beside what they have. */
export function withAdminAccess(...clientIds: readonly TestClientId[]): RegistryChanges {
  return Object.fromEntries(
    clientIds.map((clientId) => {
      const client = JSON.parse(readFileSync(new URL(`../../clients/${clientId}.json`, import.meta.url), 'utf8'))
      const added = machineScopes.map((scope) => ({ scope, status: 'approved', approved_by: '000000000' }))
      return [clientId, { access: [...client.access, ...added] }]
    }),
  )
}

/** A machine client of the repository, once {@link withAdminAccess} has given it what it needs. */
export async function machineOf(
  broker: TestBroker,
  clientId: TestClientId,
  scopes: readonly string[] = machineScopes,
): Promise<AdminClient> {
  return adminClientOf(await broker.client(clientId), scopes)
}

/** The console's own client, with the key that the broker derives for it. */
export async function consoleClientOf(broker: TestBroker): Promise<TestClient> {
  const storeKey = Buffer.from(readFileSync(join(broker.dataDir, 'store.key'), 'utf8').trim(), 'base64')
  const { privateJwk } = deriveConsoleKey(storeKey)
  const key = { ...privateJwk, alg: 'EdDSA' }
  return new TestClient({ clientId: 'tillit-console', issuer: broker.issuer, key, dpop: await makeDpopKey() })
}

/** A person who has logged in to the console: P01 is an operator, P02 of 999977774, P03 of 310000094. */
export async function personOf(
  broker: TestBroker,
  persona: string,
  scopes: readonly string[] = adminScopeNames,
): Promise<AdminClient> {
  const client = await consoleClientOf(broker)
  const parameters = { scope: ['openid', ...scopes].join(' '), resource: 'tillit:admin' }
  const { accessToken } = await tokensOf(client, persona, { parameters })
  return new AdminClient(client, accessToken)
}
