import type { Plan, PlannedChange } from '#src/registry/store/change.ts'
import type { Database } from '#src/store/database.ts'
import type { AdminParts } from '../admin-parts.ts'
import { countLiveLogins } from '../usage/live-logins.ts'
import { readTokenUse } from '../usage/token-use.ts'

/** What a change is felt by. */
export interface Touched {
  /** Clients that are there: those changed themselves, and those of an organisation, API or supplier that is changed. */
  readonly clients: number
  /** Their logins that may still live: the most that there can be. */
  readonly liveSessions: number
  /** All of their tokens. */
  readonly tokens30Days: number
}

/** Tells what a plan touches, before it is carried out. @throws {StoreUnavailable} */
export async function countTouched(parts: AdminParts, plan: Plan): Promise<Touched> {
  const ids = new Set<string>()
  for (const change of plan.changes) for (const id of await clientsOf(parts.database, change)) ids.add(id)
  const clients = [...ids]
  const uses = await readTokenUse(parts, clients)
  return {
    clients: clients.length,
    liveSessions: await countLiveLogins(parts, clients),
    tokens30Days: uses.reduce((sum, { tokens30Days }) => sum + tokens30Days, 0),
  }
}

async function clientsOf({ query }: Database, change: PlannedChange): Promise<readonly string[]> {
  const { kind, id, action, before } = change
  // Nobody uses yet what is new.
  if (action === 'create' || before === undefined) return []
  if (kind === 'client') return [id]
  if (kind === 'api') {
    const scopes: readonly { readonly name: string }[] = JSON.parse(before).scopes
    const names = scopes.map(({ name }) => name)
    const rows = await query
      .selectFrom('registry_access')
      .select('client_id')
      .distinct()
      .where('scope', 'in', names)
      .where('status', '=', 'approved')
      .execute()
    return rows.map(({ client_id }) => client_id)
  }
  const [from = '', to] = id.split('-')
  const rows = await query
    .selectFrom('registry_entity')
    .select('id')
    .where('organisation', '=', kind === 'delegation' ? (to ?? from) : id)
    .where('kind', '=', 'client')
    .execute()
  return rows.map((row) => row.id)
}
