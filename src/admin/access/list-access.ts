import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import type { Registry } from '#src/registry/registry.ts'
import { type Actor, isOperator } from '../actor.ts'
import { pageOf, pageQuery } from '../entities/entity-forms.ts'
import { defineOperation } from '../operation.ts'
import { accessForm } from './access-forms.ts'
import { type AccessQuery, readAccess } from './read-access.ts'
import { showAccess } from './show-access.ts'

const query = z.strictObject({
  client: z.string().max(100).optional(),
  api: z.string().max(200).optional(),
  scope: z.string().max(200).optional(),
  organisation: z.string().max(20).optional(),
  status: z.enum(['requested', 'approved', 'refused', 'revoked']).optional(),
  ...pageQuery,
  after: z.string().max(310).optional(),
})

/** Who may use what. */
export const listAccess = defineOperation({
  id: 'listAccess',
  method: 'GET',
  path: '/access',
  scope: adminScopes.read,
  summary: 'Which client may use which scope: of the clients that are yours, and of the APIs that are yours.',
  query,
  answer: pageOf(accessForm),
  run: async ({ actor, query: { after, limit, api, scope, ...filter } }, parts) => {
    await parts.live.refresh()
    const { registry } = parts.live
    const found = await readAccess(parts.database, {
      ...filter,
      visible: visibleTo(actor, registry),
      scopes: scopesAsked(registry, { api, scope }),
      after: cursorOf(after),
      limit: limit + 1,
    })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const next = found.length > limit && last !== undefined ? { next: `${last.scope} ${last.client_id}` } : {}
    return { body: { items: [...(await showAccess(parts, shown))], ...next } }
  },
})

function visibleTo(actor: Actor, registry: Registry): AccessQuery['visible'] {
  if (isOperator(actor)) return undefined
  const own = registry.apis().filter(({ owner }) => actor.organisations.has(owner))
  return {
    organisations: [...actor.organisations],
    scopes: own.flatMap(({ scopes }) => scopes.map(({ name }) => name)),
  }
}

/** @returns undefined when neither is asked for. */
function scopesAsked(
  registry: Registry,
  { api, scope }: { readonly api: string | undefined; readonly scope: string | undefined },
): readonly string[] | undefined {
  if (api === undefined) return scope === undefined ? undefined : [scope]
  const names = registry.api(api)?.scopes.map(({ name }) => name) ?? []
  return scope === undefined ? names : names.filter((name) => name === scope)
}

/** No scope and no client id has a space in it. */
function cursorOf(after: string | undefined): AccessQuery['after'] {
  const [scope = '', client_id = ''] = after?.split(' ') ?? []
  return after === undefined ? undefined : { scope, client_id }
}
