import type { Login } from '#src/assurance/login.ts'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { LiveInteraction } from '#src/authorization-server/interactions.ts'
import type { Reason } from '#src/http/reasons.ts'
import { redact } from '#src/operations/log.ts'
import type { LoginRoom } from './login-room.ts'

/** Where a login stood: for which client, and with which provider if one was chosen. */
export interface LoginPlace {
  /** Undefined when it had ended meanwhile; without a demand when only its client is remembered. */
  readonly interaction: (Pick<LiveInteraction, 'clientId'> & Partial<Pick<LiveInteraction, 'demand'>>) | undefined
  readonly providerId?: string
}

export function loginCompleted(room: LoginRoom, place: LoginPlace, login: Login): AuditEntry {
  const { pid, level, method, authTime } = login
  return {
    event: 'login.completed',
    outcome: 'done',
    ...about(room, place),
    pid,
    level,
    // For whom it was: logins are billed by it (ID-porten), so they can be counted from the trail.
    details: { method, auth_time: authTime, ...demanded(place), ...behalf(login) },
  }
}

/** @param proof what the login showed before it was refused; `pid` only if it is a valid number. */
export function loginRefused(
  room: LoginRoom,
  place: LoginPlace,
  reason: Reason,
  proof: { readonly pid?: string | undefined; readonly level?: number | undefined; readonly detail?: string } = {},
): AuditEntry {
  const { pid, level, detail } = proof
  return {
    event: reason === 'cancelled' ? 'login.cancelled' : 'login.refused',
    outcome: 'refused',
    reason,
    ...about(room, place),
    pid,
    level,
    details: { ...demanded(place), ...(detail === undefined ? {} : { found: redact(detail) }) },
  }
}

export function sessionEnded(
  because: 'logout' | 'another person logged in',
  session: { readonly clientIds: readonly string[]; readonly pid?: string | undefined },
): AuditEntry {
  const details = { because, clients: [...session.clientIds] }
  return { event: 'session.ended', outcome: 'done', actor: { kind: 'person' }, pid: session.pid, details }
}

function about(room: LoginRoom, { interaction, providerId }: LoginPlace) {
  const clientId = interaction?.clientId
  const organisation = clientId === undefined ? undefined : room.registry().client(clientId)?.organisation
  return { actor: { kind: 'person' } as const, clientId, organisation, idp: providerId }
}

function behalf({ onBehalfOf }: Login): { readonly on_behalf_of?: string } {
  return onBehalfOf === undefined ? {} : { on_behalf_of: onBehalfOf }
}

function demanded({ interaction }: LoginPlace): { readonly minimum_level?: number } {
  return interaction?.demand === undefined ? {} : { minimum_level: interaction.demand.minimumLevel }
}
