import type { KoaContextWithOIDC } from 'oidc-provider'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { Reason } from '#src/http/reasons.ts'
import { redact } from '#src/operations/log.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { GrantAccount } from './account.ts'
import { about, caller, entriesOfEndedGrants, personOf } from './audit-parties.ts'
import { verifiedAssertions } from './verified-jwts.ts'

/** Codes of the audit trail's `reason` come with what the operator may see: never what somebody sent. */
export interface Refusal {
  readonly reason: Reason
  readonly detail: string
}

/** A refusal in the trail, by whether its caller has proved who it is. */
export interface RefusalEntries {
  /** To be durable before the answer leaves. */
  readonly proven: readonly AuditEntry[]
  /** Of somebody who may be anybody: never at the will of a stranger (`unproven-refusals.ts`). */
  readonly unproven: readonly AuditEntry[]
}

/**
 * A refusal by the engine. The caller has proved who it is when its assertion holds and it is within its rate, or when
 * the browser brings a request that was pushed so.
 */
export function entriesOfRefusal(
  ctx: KoaContextWithOIDC,
  unit: UnitOfWork,
  registry: Registry,
  refusal: Refusal,
): RefusalEntries {
  const ended = entriesOfEndedGrants(ctx, unit, registry)
  // A login that ended without a code has its own record, made where it was refused.
  if (ctx.oidc === undefined || !recordedRoutes.has(ctx.oidc.route)) return { proven: ended, unproven: [] }
  const { account, entities, params, route } = ctx.oidc
  const grant = account instanceof GrantAccount ? account.grant : undefined
  const details = { ...requested(params), ...(refusal.detail === '' ? {} : { found: printable(refusal.detail) }) }
  const event = route === 'token' ? 'token.refused' : 'request.refused'
  const { reason } = refusal
  const entry: AuditEntry = {
    event,
    outcome: 'refused',
    reason,
    ...about(ctx, registry),
    ...personOf(grant),
    details: { ...details, route },
  }
  const isProven = verifiedAssertions.has(ctx) || entities.PushedAuthorizationRequest !== undefined
  return isProven ? { proven: [entry, ...ended], unproven: [] } : { proven: ended, unproven: [entry] }
}

const recordedRoutes: ReadonlySet<string> = new Set(['token', 'pushed_authorization_request', 'authorization'])

/** A refusal at one of our own endpoints. `id` is a client or API of the registry; undefined: nobody that we know. */
export function refusedAt(
  route: 'revocation' | 'introspection' | 'userinfo',
  registry: Registry,
  id: string | undefined,
  { reason, detail }: { readonly reason: Reason; readonly detail?: string | undefined },
): AuditEntry {
  const details = { route, ...(detail === undefined ? {} : { found: printable(detail) }) }
  return { event: 'request.refused', outcome: 'refused', reason, ...caller(registry, id), details }
}

/** Only what the request may freely say: names of scopes, resources and grant types, shortened and without surprises. */
function requested(params: Readonly<Record<string, unknown>> | undefined): Record<string, string> {
  const named = ['grant_type', 'scope', 'resource'].map((name): [string, unknown] => [name, params?.[name]])
  const texts = named.flatMap(([name, value]) => (typeof value === 'string' ? [[name, printable(value)]] : []))
  return Object.fromEntries(texts)
}

const longestText = 300

function printable(text: string): string {
  return redact(text.replace(/[^\x20-\x7e]/g, '?')).slice(0, longestText)
}
