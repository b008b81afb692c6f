import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Who may use what, one row an entry of a client's `access`. What the columns mean is told in `src/registry/store/`. */
export interface RegistryAccessTables {
  /** Taken from the documents in the transaction that writes them, for searching; the documents are the truth. */
  registry_access: {
    readonly client_id: string
    readonly scope: string
    /** Organisation number of the client's. */
    readonly organisation: string
    readonly status: string
  }
}

export const registryAccessMigrations: readonly Migration[] = [
  {
    name: 'registry-access-1',
    up: async ({ schema, run, kind }) => {
      // One order whatever the database's language: pages of several queries are put together by it.
      const text = kind === 'postgresql' ? sql`text collate "C"` : ('text' as const)
      await schema
        .createTable('registry_access')
        .addColumn('client_id', text, (column) => column.notNull())
        .addColumn('scope', text, (column) => column.notNull())
        .addColumn('organisation', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('registry_access_key', ['client_id', 'scope'])
        .execute()
      await run(
        kind === 'postgresql'
          ? sql`insert into registry_access (client_id, scope, organisation, status)
              select e.id, a.value ->> 'scope', e.organisation, a.value ->> 'status'
              from registry_entity e, jsonb_array_elements(e.document::jsonb -> 'access') a where e.kind = 'client'`
          : sql`insert into registry_access (client_id, scope, organisation, status)
              select e.id, a.value ->> 'scope', e.organisation, a.value ->> 'status'
              from registry_entity e, json_each(e.document, '$.access') a where e.kind = 'client'`,
      )
      for (const [name, columns] of [
        ['registry_access_by_scope', ['scope', 'client_id']],
        ['registry_access_by_organisation', ['organisation', 'scope', 'client_id']],
        ['registry_access_by_status', ['status', 'scope', 'client_id']],
      ] as const) {
        await schema
          .createIndex(name)
          .on('registry_access')
          .columns([...columns])
          .execute()
      }
    },
  },
  {
    name: 'registry-history-organisation-1',
    up: async ({ schema, run, kind }) => {
      await schema.alterTable('registry_history').addColumn('organisation', 'text').execute()
      const member = (name: string) =>
        kind === 'postgresql'
          ? sql`coalesce(after, before)::jsonb ->> ${sql.lit(name)}`
          : sql`coalesce(after, before) ->> ${sql.lit(name)}`
      await run(sql`update registry_history set organisation = case kind
        when 'organisation' then ${member('organisation_number')} when 'api' then ${member('owner')}
        when 'client' then ${member('organisation')} else ${member('from')} end`)
      await schema
        .createIndex('registry_history_by_organisation')
        .on('registry_history')
        .columns(['organisation', 'revision'])
        .execute()
    },
  },
]
