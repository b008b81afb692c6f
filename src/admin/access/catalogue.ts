import { z } from 'zod'
import { localizedTextSchema } from '#config/localized-text.ts'
import type { Api } from '#src/registry/api.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { pageOf, pageQuery } from '../entities/entity-forms.ts'
import { defineOperation } from '../operation.ts'

const item = z.strictObject({
  resource: z.string(),
  name: z.string(),
  owner: z.string(),
  owner_name: z.string(),
  scopes: z.array(
    z.strictObject({
      name: z.string(),
      description: localizedTextSchema,
      approval: z.enum(['owner', 'automatic']),
      used_by: z.array(z.enum(['user', 'machine'])),
      minimum_security_level: z.int(),
    }),
  ),
})

/** What anybody may ask for. */
export const listCatalogue = defineOperation({
  id: 'listCatalogue',
  method: 'GET',
  path: '/catalogue',
  scope: adminScopes.read,
  summary: 'Every active API with its scopes, whoever owns it: what a client can ask for access to.',
  query: z.strictObject(pageQuery),
  answer: pageOf(item),
  run: async ({ query: { limit, after = '' } }, { live }) => {
    await live.refresh()
    const { registry } = live
    const rest = registry.apis().filter(({ status, resource }) => status === 'active' && resource > after)
    const shown = rest.slice(0, limit)
    const last = shown.at(-1)
    return {
      body: {
        items: shown.map((api) => show(api, registry.organisation(api.owner)?.name ?? '')),
        ...(rest.length > limit && last !== undefined ? { next: last.resource } : {}),
      },
    }
  },
})

function show({ resource, name, owner, scopes }: Api, ownerName: string): z.output<typeof item> {
  return {
    resource,
    name,
    owner,
    owner_name: ownerName,
    scopes: scopes.map(({ name: scope, description, approval, usedBy, minimumSecurityLevel }) => ({
      name: scope,
      description,
      approval,
      used_by: [...usedBy],
      minimum_security_level: minimumSecurityLevel,
    })),
  }
}
