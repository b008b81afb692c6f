import type { Migration } from '../migrate.ts'

/** The keys that tokens are signed with. What the columns mean is told in `src/keys/`. */
export interface SigningKeyTables {
  signing_key: {
    readonly alg: string
    /** 1, 2, 3 … of the algorithm; two that are made at once would have the same, and only one can. */
    readonly sequence: number
    readonly kid: string
    /** The private key, encrypted with the store key, base64url. */
    readonly sealed: string
    /** Epoch seconds. */
    readonly created_at: number
    readonly active_at: number
    readonly withdrawn_at: number | null
  }
}

export const signingKeyMigrations: readonly Migration[] = [
  {
    name: 'signing-keys-1',
    up: async ({ schema }) => {
      await schema
        .createTable('signing_key')
        .addColumn('alg', 'text', (column) => column.notNull())
        .addColumn('sequence', 'integer', (column) => column.notNull())
        .addColumn('kid', 'text', (column) => column.notNull().unique())
        .addColumn('sealed', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('active_at', 'bigint', (column) => column.notNull())
        .addColumn('withdrawn_at', 'bigint')
        .addPrimaryKeyConstraint('signing_key_key', ['alg', 'sequence'])
        .execute()
    },
  },
]
