import type { Migration } from '../migrate.ts'

/** Keys by which an organisation's programs may make drafts of clients. What the columns mean is told in `src/admin/api-keys/`. */
export interface ApiKeyTables {
  api_key: {
    readonly id: string
    /** Organisation number. */
    readonly organisation: string
    readonly name: string
    /** SHA-256 of the key, base64url. The key itself is kept nowhere. */
    readonly digest: string
    /** Milliseconds since the epoch, as are the others. */
    readonly added_at: number
    readonly added_by: string
    readonly expires_at: number
  }
}

export const apiKeyMigrations: readonly Migration[] = [
  {
    name: 'api-keys-1',
    up: async ({ schema }) => {
      await schema
        .createTable('api_key')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('organisation', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('digest', 'text', (column) => column.notNull().unique())
        .addColumn('added_at', 'bigint', (column) => column.notNull())
        .addColumn('added_by', 'text', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute()
      await schema.createIndex('api_key_by_organisation').on('api_key').columns(['organisation', 'id']).execute()
    },
  },
]
