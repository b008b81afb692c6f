import { z } from 'zod'
import { jwkThumbprint } from '#config/jwk-thumbprint.ts'
import type { AuditEntry } from '#src/audit/entry.ts'
import type { ApplyRequest, Author, Plan, PlannedChange } from './change.ts'

type Json = z.core.util.JSONType
type Members = Readonly<Record<string, Json>>

const membersSchema = z.record(z.string(), z.json())
const accessSchema = z.array(z.object({ scope: z.string(), status: z.string(), approved_by: z.string().optional() }))
const jwksSchema = z.object({ keys: z.array(z.record(z.string(), z.json())) })

/**
 * What the audit trail tells of a revision: one record an entity with what it was and what it became, and one for each
 * owner of an API whose word the revision carries out, done on the owner's behalf.
 */
export function entriesOfRevision(
  plan: Plan,
  { author, reason, pid }: Pick<ApplyRequest, 'author' | 'reason'> & { readonly pid: string | undefined },
): readonly AuditEntry[] {
  const common = {
    revision: plan.base + 1,
    reason,
    ...(author.osUser === undefined ? {} : { os_user: author.osUser }),
    ...(author.osHost === undefined ? {} : { os_host: author.osHost }),
  }
  return plan.changes.flatMap((change) => [
    { ...entryOf(change, author, common), pid },
    ...[...decisionsOf(change)].map(
      ([owner, scopes]): AuditEntry => ({
        ...about(change),
        pid,
        actor: { kind: author.kind, id: author.id, onBehalfOf: owner },
        details: { ...common, kind: change.kind, id: change.id, action: 'approve-access', scopes: [...scopes] },
      }),
    ),
  ])
}

function entryOf(change: PlannedChange, author: Author, common: Members): AuditEntry {
  const { kind, id, action } = change
  const before = membersOf(change.before, change)
  const after = membersOf(change.after, change)
  return {
    ...about(change),
    actor: {
      kind: author.kind,
      id: author.id,
      ...(author.onBehalfOf === undefined ? {} : { onBehalfOf: author.onBehalfOf }),
    },
    details: { ...common, kind, id, action },
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  }
}

function about({ kind, id, organisation }: PlannedChange): Omit<AuditEntry, 'actor'> {
  return {
    event: 'registry.changed',
    outcome: 'done',
    organisation,
    ...(kind === 'client' ? { clientId: id } : {}),
    ...(kind === 'api' ? { api: id } : {}),
  }
}

/** Of what was there before only the members that differ: the rest is in the registry's own history. */
function membersOf(text: string | undefined, { action, members }: PlannedChange): Members | undefined {
  if (text === undefined) return undefined
  const whole = membersSchema.parse(JSON.parse(text))
  const shown = Object.entries(whole).filter(
    ([name]) => action === 'create' || action === 'remove' || members.includes(name),
  )
  return Object.fromEntries(shown.map(([name, value]) => [name, name === 'jwks' ? thumbprints(value) : value]))
}

/** No key stands in the audit trail, not even a public one. */
function thumbprints(jwks: Json): Json {
  const { keys } = jwksSchema.parse(jwks)
  return { keys: keys.map((jwk) => ({ kid: jwk['kid'] ?? '', thumbprint: jwkThumbprint(jwk) ?? '' })) }
}

/** Scopes whose access becomes approved, by the organisation that approved it. */
function decisionsOf({ kind, before, after }: PlannedChange): ReadonlyMap<string, readonly string[]> {
  const decisions = new Map<string, readonly string[]>()
  if (kind !== 'client' || after === undefined) return decisions
  const was = new Map(accessOf(before).map((access) => [access.scope, access]))
  for (const { scope, status, approved_by: owner } of accessOf(after)) {
    const old = was.get(scope)
    if (status !== 'approved' || owner === undefined) continue
    if (old?.status === 'approved' && old.approved_by === owner) continue
    decisions.set(owner, [...(decisions.get(owner) ?? []), scope])
  }
  return decisions
}

function accessOf(text: string | undefined): z.infer<typeof accessSchema> {
  return text === undefined ? [] : accessSchema.parse(Object(JSON.parse(text))['access'])
}
