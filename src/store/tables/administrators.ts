import type { Migration } from '../migrate.ts'

/** People who may administer, and for whom. What the columns mean is told in `src/admin/administrators/`. */
export interface AdministratorTables {
  administrator: {
    /** Random; how others name the person, for the number must stand nowhere. */
    readonly id: string
    /** `sub` of the person: a keyed digest of the national identity number. */
    readonly subject: string
    readonly name: string
    /** Organisation number; the broker's own makes an operator. */
    readonly organisation: string
    /** Milliseconds since the epoch. */
    readonly added_at: number
    readonly added_by: string
  }
}

export const administratorMigrations: readonly Migration[] = [
  {
    name: 'administrators-1',
    up: async ({ schema }) => {
      await schema
        .createTable('administrator')
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('subject', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('organisation', 'text', (column) => column.notNull())
        .addColumn('added_at', 'bigint', (column) => column.notNull())
        .addColumn('added_by', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('administrator_key', ['subject', 'organisation'])
        .execute()
      await schema
        .createIndex('administrator_by_id')
        .on('administrator')
        .columns(['id', 'organisation'])
        .unique()
        .execute()
    },
  },
]
