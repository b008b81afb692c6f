import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** The audit trail. What the columns mean is told in `src/audit/`. */
export interface AuditTables {
  audit_record: {
    /** 1, 2, 3 … without a gap. */
    readonly seq: number
    /** Milliseconds since the epoch. */
    readonly at: number
    readonly event: string
    readonly client_id: string | null
    readonly organisation: string | null
    /** Keyed digest of the national identity number. */
    readonly person: string | null
    /** What a page shows of a correlation id: its first ten characters. */
    readonly reference: string | null
    /** The whole record as canonical JSON: what the chain is made over. */
    readonly record: string
    /** HMAC over the previous record's and this one, base64url. */
    readonly mac: string
  }
  /** One row: the end of the chain, locked by whoever adds to it. */
  audit_head: { readonly id: number; readonly seq: number; readonly mac: string }
}

export const auditMigrations: readonly Migration[] = [
  {
    name: 'audit-1',
    up: async ({ schema, run }) => {
      await schema
        .createTable('audit_record')
        .addColumn('seq', 'bigint', (column) => column.primaryKey())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('event', 'text', (column) => column.notNull())
        .addColumn('client_id', 'text')
        .addColumn('organisation', 'text')
        .addColumn('person', 'text')
        .addColumn('reference', 'text')
        .addColumn('record', 'text', (column) => column.notNull())
        .addColumn('mac', 'text', (column) => column.notNull())
        .execute()
      for (const column of ['client_id', 'organisation', 'person', 'reference', 'event'] as const) {
        await schema.createIndex(`audit_record_by_${column}`).on('audit_record').columns([column, 'seq']).execute()
      }
      await schema.createIndex('audit_record_by_time').on('audit_record').column('at').execute()
      await schema
        .createTable('audit_head')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('seq', 'bigint', (column) => column.notNull())
        .addColumn('mac', 'text', (column) => column.notNull())
        .execute()
      await run(sql`insert into audit_head (id, seq, mac) values (1, 0, '')`)
    },
  },
]
