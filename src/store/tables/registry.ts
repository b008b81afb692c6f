import { sql } from 'kysely'
import type { Migration } from '../migrate.ts'

/** Organisations, APIs, clients and delegations, and how they came to be so. What the columns mean is told in `src/registry/store/`. */
export interface RegistryTables {
  /** One row: the newest revision, locked by whoever makes the next. 0 as long as the registry is empty. */
  registry_head: { readonly id: number; readonly revision: number }
  registry_revision: {
    /** 1, 2, 3 … without a gap. */
    readonly number: number
    /** Milliseconds since the epoch. */
    readonly at: number
    readonly author_kind: string
    readonly author: string
    /** Organisation number. */
    readonly on_behalf_of: string | null
    /** User and host of the operating system where the command ran. */
    readonly os_user: string | null
    readonly os_host: string | null
    readonly reason: string
  }
  /** What is registered now. */
  registry_entity: {
    readonly kind: string
    readonly id: string
    /** The revision that last changed it. */
    readonly revision: number
    /** Canonical JSON in the form of the files. */
    readonly document: string
    /** Organisation number of whom it belongs to; taken from the document, for searching. */
    readonly organisation: string
    readonly status: string
  }
  /** Every change, for good. Null: it was not there. */
  registry_history: {
    readonly revision: number
    readonly kind: string
    readonly id: string
    readonly before: string | null
    readonly after: string | null
    /** Organisation number of whom it belongs to after the change; of what was taken away, before. */
    readonly organisation: string | null
  }
}

export const registryMigrations: readonly Migration[] = [
  {
    name: 'registry-1',
    up: async ({ schema, run }) => {
      await schema
        .createTable('registry_head')
        .addColumn('id', 'integer', (column) => column.primaryKey())
        .addColumn('revision', 'bigint', (column) => column.notNull())
        .execute()
      await run(sql`insert into registry_head (id, revision) values (1, 0)`)
      await schema
        .createTable('registry_revision')
        .addColumn('number', 'bigint', (column) => column.primaryKey())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('author_kind', 'text', (column) => column.notNull())
        .addColumn('author', 'text', (column) => column.notNull())
        .addColumn('on_behalf_of', 'text')
        .addColumn('os_user', 'text')
        .addColumn('os_host', 'text')
        .addColumn('reason', 'text', (column) => column.notNull())
        .execute()
      await schema
        .createTable('registry_entity')
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('revision', 'bigint', (column) => column.notNull())
        .addColumn('document', 'text', (column) => column.notNull())
        .addColumn('organisation', 'text', (column) => column.notNull())
        .addColumn('status', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('registry_entity_key', ['kind', 'id'])
        .execute()
      await schema
        .createIndex('registry_entity_by_organisation')
        .on('registry_entity')
        .columns(['organisation', 'kind', 'id'])
        .execute()
      await schema
        .createTable('registry_history')
        .addColumn('revision', 'bigint', (column) => column.notNull())
        .addColumn('kind', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('before', 'text')
        .addColumn('after', 'text')
        .addPrimaryKeyConstraint('registry_history_key', ['revision', 'kind', 'id'])
        .execute()
      await schema
        .createIndex('registry_history_by_entity')
        .on('registry_history')
        .columns(['kind', 'id', 'revision'])
        .execute()
    },
  },
]
