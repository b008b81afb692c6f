import { z } from 'zod'
import { parseRecord } from '#src/audit/record.ts'
import type { AdminParts } from '../admin-parts.ts'

/** Clients that one query asks about: both databases have a limit on parameters. */
const queryClients = 500
const endedSchema = z.object({ clients: z.array(z.string()) })

/**
 * Logins that may still live, counted from the audit trail: people who came to one of these clients with a code within
 * the longest life of a session, and have not logged out of it since. A person counts once for each client.
 *
 * It is the most that there can be: a session that ended because nobody used it leaves no record, and nor does a browser
 * that was closed. Reads the trail by its indexes, and nothing that a token request waits for.
 *
 * @throws {StoreUnavailable}
 */
export async function countLiveLogins(
  parts: Pick<AdminParts, 'database' | 'clock' | 'sessionAbsoluteSeconds'>,
  clientIds: readonly string[],
): Promise<number> {
  const { database, clock, sessionAbsoluteSeconds } = parts
  const since = clock.nowMilliseconds() - sessionAbsoluteSeconds * 1000
  const first = await database.query
    .selectFrom('audit_record')
    .select('seq')
    .where('at', '>=', since)
    .orderBy('at')
    .limit(1)
    .executeTakeFirst()
  if (first === undefined || clientIds.length === 0) return 0
  const ended = await readEnded({ database }, first.seq)
  let count = 0
  for (let from = 0; from < clientIds.length; from += queryClients) {
    const logins = await database.query
      .selectFrom('audit_record')
      .select(['client_id', 'person', ({ fn }) => fn.max('seq').as('last')])
      .where('event', '=', 'code.issued')
      .where('client_id', 'in', clientIds.slice(from, from + queryClients))
      .where('person', 'is not', null)
      .where('seq', '>=', first.seq)
      .groupBy(['client_id', 'person'])
      .execute()
    count += logins.filter(({ client_id, person, last }) => last > (ended.get(`${person} ${client_id}`) ?? 0)).length
  }
  return count
}

/** The last time that each person's session at each client ended, as the number of its record. */
async function readEnded(
  { database }: Pick<AdminParts, 'database'>,
  first: number,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query
    .selectFrom('audit_record')
    .select(['seq', 'person', 'record'])
    .where('event', '=', 'session.ended')
    .where('seq', '>=', first)
    .orderBy('seq')
    .execute()
  return new Map(
    rows.flatMap(({ seq, person, record }) => {
      const details = endedSchema.safeParse(parseRecord(record)?.details)
      return (details.data?.clients ?? []).map((client): [string, number] => [`${person} ${client}`, seq])
    }),
  )
}
