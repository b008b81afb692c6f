import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** How often something happened, day by day. What is counted is told in `src/audit/count-records.ts`. */
export interface AuditCountTables {
  /** Written with the records that it counts. Not evidence: that is the chain. Empty text: the records say none. */
  audit_count: {
    readonly client_id: string
    readonly event: string
    readonly api: string
    readonly idp: string
    /** In Norway, YYYY-MM-DD. */
    readonly day: string
    readonly records: number
    /** Milliseconds since the epoch. */
    readonly last_at: number
  }
}

export const auditCountMigrations: readonly Migration[] = [
  {
    name: 'audit-count-1',
    up: async ({ schema, run, kind }) => {
      await schema
        .createTable('audit_count')
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('api', 'text', (column) => column.notNull())
        .addColumn('idp', 'text', (column) => column.notNull())
        .addColumn('day', 'text', (column) => column.notNull())
        .addColumn('records', 'bigint', (column) => column.notNull())
        .addColumn('last_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('audit_count_key', ['client_id', 'event', 'api', 'day', 'idp'])
        .execute()
      const isPostgresql = kind === 'postgresql'
      const member = (name: string) =>
        isPostgresql ? sql`coalesce(record::jsonb ->> ${name}, '')` : sql`coalesce(record ->> ${name}, '')`
      // What was written before is counted by the day of winter time, which is near enough for what is shown of it.
      const day = isPostgresql
        ? sql`to_char(to_timestamp(at / 1000 + 3600) at time zone 'UTC', 'YYYY-MM-DD')`
        : sql`date(at / 1000 + 3600, 'unixepoch')`
      await run(sql`insert into audit_count (client_id, event, api, idp, day, records, last_at)
        select coalesce(client_id, ''), event, ${member('api')}, ${member('idp')}, ${day}, count(*), max(at)
        from audit_record where event in ('token.issued', 'login.completed', 'login.refused')
        group by 1, 2, 3, 4, 5`)
      await schema.createIndex('audit_count_by_day').on('audit_count').columns(['day', 'event']).execute()
      // What a client was refused is looked for among what it was given, which may be a thousand times as much.
      await run(sql`create index audit_record_refused on audit_record (client_id, seq)
        where event in ('token.refused', 'login.refused', 'request.refused')`)
    },
  },
]
