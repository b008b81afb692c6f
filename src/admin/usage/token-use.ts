import { sql } from 'kysely'
import type { CountedEvent } from '#src/audit/count-records.ts'
import { osloDateAt } from '#src/person/age.ts'
import type { AdminParts } from '../admin-parts.ts'

/** Tokens that one client has had for one API. */
export interface TokenUse {
  readonly clientId: string
  readonly resource: string
  /** Today and the 29 days before, as days are counted in Norway. */
  readonly tokens30Days: number
  /** Milliseconds since the epoch. */
  readonly lastUsed: number
}

const daySeconds = 24 * 60 * 60
const issued: CountedEvent = 'token.issued'
/** Clients that one query asks about: both databases have a limit on parameters. */
const queryClients = 500

/** The first of the thirty days that end today. */
function firstOfThirtyDays(nowSeconds: number): string {
  return osloDateAt(nowSeconds - 29 * daySeconds)
}

/** How much these clients have used APIs, from the counts that are kept with the audit trail. @throws {StoreUnavailable} */
export async function readTokenUse(
  { database, clock }: Pick<AdminParts, 'database' | 'clock'>,
  clientIds: readonly string[],
): Promise<readonly TokenUse[]> {
  const first = firstOfThirtyDays(clock.nowSeconds())
  const uses: TokenUse[] = []
  for (let from = 0; from < clientIds.length; from += queryClients) {
    const rows = await database.query
      .selectFrom('audit_count')
      .select([
        'client_id',
        'api',
        sql<number>`cast(sum(case when day >= ${first} then records else 0 end) as bigint)`.as('tokens'),
        sql<number>`max(last_at)`.as('last_at'),
      ])
      .where('client_id', 'in', clientIds.slice(from, from + queryClients))
      .where('event', '=', issued)
      .groupBy(['client_id', 'api'])
      .execute()
    for (const { client_id, api, tokens, last_at } of rows) {
      uses.push({ clientId: client_id, resource: api, tokens30Days: tokens, lastUsed: last_at })
    }
  }
  return uses
}
