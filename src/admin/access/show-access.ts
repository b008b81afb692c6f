import type { z } from 'zod'
import type { AdminParts } from '../admin-parts.ts'
import { readTokenUse } from '../usage/token-use.ts'
import { type accessForm, accessOf } from './access-forms.ts'

type Named = { readonly client_id: string; readonly scope: string }

/** Rows with all that is known of them; one that is gone meanwhile is left out. @throws {StoreUnavailable} */
export async function showAccess(
  parts: Pick<AdminParts, 'live' | 'database' | 'clock'>,
  rows: readonly Named[],
): Promise<readonly z.output<typeof accessForm>[]> {
  const { registry, documents } = parts.live.current
  const ids = [...new Set(rows.map(({ client_id }) => client_id))]
  const uses = new Map((await readTokenUse(parts, ids)).map((use) => [`${use.clientId} ${use.resource}`, use] as const))
  const entries = new Map(
    ids.map((id) => [id, accessOf(documents.get({ kind: 'client', id })?.text ?? '{"access":[]}')] as const),
  )
  return rows.flatMap(({ client_id, scope }) => {
    const client = registry.client(client_id)
    const entry = entries.get(client_id)?.find((access) => access.scope === scope)
    const resource = registry.apiOfScope(scope)?.api.resource
    if (client === undefined || entry === undefined || resource === undefined) return []
    const use = uses.get(`${client_id} ${resource}`)
    return {
      client_id,
      client_name: client.clientName,
      organisation: client.organisation,
      organisation_name: registry.organisation(client.organisation)?.name ?? '',
      resource,
      ...entry,
      ...(use === undefined ? {} : { last_used: new Date(use.lastUsed).toISOString() }),
      tokens_30_days: use?.tokens30Days ?? 0,
    }
  })
}
