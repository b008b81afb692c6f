import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** A record of the audit trail as an outsider reads it. */
export interface AuditLine {
  readonly seq: number
  readonly event: string
  readonly outcome: string
  readonly reason?: string
  readonly reason_number?: number
  readonly actor: { readonly kind: string; readonly id?: string }
  readonly client_id?: string
  readonly organisation?: string
  readonly api?: string
  readonly idp?: string
  readonly level?: number
  readonly person?: { readonly digest: string; readonly sealed: string }
  readonly correlation_id?: string
  readonly details?: Readonly<Record<string, unknown>>
}

/** Everything in the trail of a broker on the embedded database, or what came after `after`. */
export function readAudit(dataDir: string, after = 0): readonly AuditLine[] {
  return inDatabase(dataDir, (database) =>
    database
      .prepare('SELECT record FROM audit_record WHERE seq > ? ORDER BY seq')
      .all(after)
      .map(({ record }): AuditLine => JSON.parse(String(record))),
  )
}

/** The number of the last record, to tell what a request adds. */
export function lastAuditSeq(dataDir: string): number {
  return readAudit(dataDir).at(-1)?.seq ?? 0
}

/** Works on the database file beside the broker, as somebody with the file and without the key would. */
export function inDatabase<T>(dataDir: string, work: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(join(dataDir, 'registry.db'), { timeout: 5000 })
  try {
    return work(database)
  } finally {
    database.close()
  }
}
