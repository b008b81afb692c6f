import type { Registry } from '#src/registry/registry.ts'

/** How a service is called on the pages: its own name, and the organisation behind it. */
export interface ServiceName {
  readonly name: string
  readonly owner: string
}

export function serviceOf(registry: Registry, clientId: string): ServiceName {
  const client = registry.client(clientId)
  const organisation = client === undefined ? undefined : registry.organisation(client.organisation)
  return { name: client?.clientName ?? clientId, owner: organisation?.name ?? '' }
}
