import type { ClientKeyRules, Config } from '#config/schema.ts'
import type { PersonSeal } from '#src/audit/person-seal.ts'
import type { AuditTrail } from '#src/audit/trail.ts'
import type { Verdict } from '#src/audit/verify.ts'
import type { ExplainParts } from '#src/explain/explain-token.ts'
import type { KeyRotation } from '#src/keys/key-rotation.ts'
import type { LiveKeys } from '#src/keys/live-keys.ts'
import type { Providers } from '#src/login/providers.ts'
import type { Clock } from '#src/operations/clock.ts'
import type { LiveRegistry } from '#src/registry/store/live-registry.ts'
import type { RegistryStore } from '#src/registry/store/registry-store.ts'
import type { Database } from '#src/store/database.ts'
import type { Administrators } from './administrators/administrators.ts'
import type { ApiKeys } from './api-keys/api-keys.ts'
import type { KeyEnds } from './keys/key-ends.ts'

/** What the operations of the admin API work on. */
export interface AdminParts {
  readonly config: Config
  /** How long a login may live at most. */
  readonly sessionAbsoluteSeconds: number
  readonly issuer: string
  readonly live: LiveRegistry
  readonly registryStore: RegistryStore
  readonly database: Database
  readonly audit: AuditTrail
  readonly persons: PersonSeal
  readonly administrators: Administrators
  /** `sub` of a person by the national identity number. */
  readonly subjectOf: (pid: string) => string
  readonly providers: Providers
  readonly keys: LiveKeys
  readonly rotation: KeyRotation
  readonly clock: Clock
  readonly explain: () => ExplainParts
  /** Walks the whole audit trail. @throws {StoreUnavailable} */
  readonly verifyAudit: () => Promise<Verdict>
  /** When this node began to serve, in milliseconds since the epoch. */
  readonly startedAt: number
  readonly clientKeys: ClientKeyRules
  readonly keyEnds: KeyEnds
  readonly apiKeys: ApiKeys
}
