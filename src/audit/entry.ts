import type { z } from 'zod'
import type { Reason } from '#src/http/reasons.ts'
import type { AuditEvent } from './events.ts'

type Json = z.core.util.JSONType

/** Who did it. An operator may act for an owner. */
export interface AuditActor {
  readonly kind: 'client' | 'person' | 'operator' | 'broker'
  /** A client's or operator's id. A person is named by {@link AuditEntry.pid} alone. */
  readonly id?: string
  /** Organisation number of the owner on whose behalf an operator acted. */
  readonly onBehalfOf?: string
}

/**
 * What a room tells the audit trail. Nothing in it may be a token, a code, an assertion or a key; `jti`s of access tokens
 * and thumbprints are no secrets and may stand in `details`.
 */
export interface AuditEntry {
  readonly event: AuditEvent
  readonly outcome: 'done' | 'refused' | 'failed'
  readonly reason?: Reason
  readonly actor: AuditActor
  readonly clientId?: string | undefined
  /** Organisation number. */
  readonly organisation?: string | undefined
  /** Resource of the API. */
  readonly api?: string | undefined
  readonly idp?: string | undefined
  /** Security level that was proved. */
  readonly level?: number | undefined
  /** In clear here; the record holds a keyed digest and a ciphertext. */
  readonly pid?: string | undefined
  readonly details?: Readonly<Record<string, Json>>
  /** Of a change: what it was and what it became. */
  readonly before?: Json
  readonly after?: Json
}
