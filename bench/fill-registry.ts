import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { generateEntities, organisationOf, type RegistrySize } from './registry-content.ts'

/** Puts entities straight into the embedded database of a broker that is stopped: faster than any way that checks them. */
export function fillRegistry(dataDir: string, size: RegistrySize): void {
  const database = new DatabaseSync(join(dataDir, 'registry.db'))
  const insert = database.prepare(
    'INSERT INTO registry_entity (kind, id, revision, document, organisation, status) VALUES (?, ?, 1, ?, ?, ?)',
  )
  database.exec('BEGIN')
  for (const { kind, id, document } of generateEntities(size)) {
    insert.run(kind, id, JSON.stringify(sorted(document)), organisationOf(kind), 'active')
  }
  database.exec(`INSERT INTO registry_access (client_id, scope, organisation, status)
    SELECT e.id, a.value ->> 'scope', e.organisation, a.value ->> 'status'
    FROM registry_entity e, json_each(e.document, '$.access') a WHERE e.kind = 'client' AND e.id LIKE 'bench-%'`)
  database.exec('COMMIT')
  database.close()
}

/** Canonical JSON: members in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([name, inner]) => [name, sorted(inner)]))
}
