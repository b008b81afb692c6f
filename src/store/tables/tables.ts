import type { Migration } from '../migrate.ts'
import { type AdministratorTables, administratorMigrations } from './administrators.ts'
import { type ApiKeyTables, apiKeyMigrations } from './api-keys.ts'
import { type AuditTables, auditMigrations } from './audit.ts'
import { type AuditCountTables, auditCountMigrations } from './audit-count.ts'
import { type RegistryTables, registryMigrations } from './registry.ts'
import { type RegistryAccessTables, registryAccessMigrations } from './registry-access.ts'
import { type SigningKeyTables, signingKeyMigrations } from './signing-keys.ts'

/** Every table of the durable database, one file a concern in this folder. */
export interface Tables
  extends AuditTables,
    RegistryTables,
    AdministratorTables,
    SigningKeyTables,
    RegistryAccessTables,
    AuditCountTables,
    ApiKeyTables {}

/** In the order in which they are applied. New ones come last and released ones never change. */
export const migrations: readonly Migration[] = [
  ...auditMigrations,
  ...registryMigrations,
  ...administratorMigrations,
  ...signingKeyMigrations,
  ...registryAccessMigrations,
  ...auditCountMigrations,
  ...apiKeyMigrations,
]
