import { createHash } from 'node:crypto'
import type { Api, ApiScope } from './api.ts'
import type { Client } from './client.ts'
import { type Delegation, delegationId } from './delegation.ts'
import type { Organisation } from './organisation.ts'

/** Entities in any order, already checked. */
export interface RegistryContent {
  readonly organisations: readonly Organisation[]
  readonly apis: readonly Api[]
  readonly clients: readonly Client[]
  readonly delegations?: readonly Delegation[]
}

/**
 * All organisations, APIs, clients and delegations at one moment. Never changes: a changed registry is a new one with another revision.
 * It only answers what is registered; what that allows is decided in `access.ts`.
 */
export class Registry {
  /** SHA-256 over the content, hex. The same content gives the same revision on every node, in whatever order it was read. */
  readonly revision: string
  readonly #organisations: ReadonlyMap<string, Organisation>
  readonly #apis: ReadonlyMap<string, Api>
  readonly #clients: ReadonlyMap<string, Client>
  readonly #delegations: ReadonlyMap<string, Delegation>
  readonly #scopes: ReadonlyMap<string, { readonly api: Api; readonly scope: ApiScope }>

  /** @throws {Error} when two entities have the same id: content must have been checked before. */
  constructor(content: RegistryContent) {
    const { organisations, apis, clients, delegations = [] } = deepFreeze(structuredClone(content))
    this.#organisations = indexBy('organisation', organisations, (organisation) => organisation.organisationNumber)
    this.#apis = indexBy('API', apis, (api) => api.resource)
    this.#clients = indexBy('client', clients, (client) => client.clientId)
    this.#delegations = indexBy('delegation', delegations, ({ from, to }) => delegationId(from, to))
    const scopes = this.apis().flatMap((api) => api.scopes.map((scope) => ({ api, scope })))
    this.#scopes = indexBy('scope', scopes, ({ scope }) => scope.name)
    const everything = [this.organisations(), this.apis(), this.clients(), this.delegations()]
    this.revision = createHash('sha256')
      .update(JSON.stringify(canonical(everything)))
      .digest('hex')
  }

  organisation(organisationNumber: string): Organisation | undefined {
    return this.#organisations.get(organisationNumber)
  }

  api(resource: string): Api | undefined {
    return this.#apis.get(resource)
  }

  client(clientId: string): Client | undefined {
    return this.#clients.get(clientId)
  }

  /** What one organisation has delegated to a supplier, in force or not. */
  delegation(from: string, to: string): Delegation | undefined {
    return this.#delegations.get(delegationId(from, to))
  }

  /** The API that a scope belongs to, with the scope's own entry. */
  apiOfScope(scopeName: string): { readonly api: Api; readonly scope: ApiScope } | undefined {
    return this.#scopes.get(scopeName)
  }

  /** In the order of their ids, as are the other lists. */
  organisations(): readonly Organisation[] {
    return [...this.#organisations.values()]
  }

  apis(): readonly Api[] {
    return [...this.#apis.values()]
  }

  clients(): readonly Client[] {
    return [...this.#clients.values()]
  }

  delegations(): readonly Delegation[] {
    return [...this.#delegations.values()]
  }
}

function indexBy<T>(what: string, entities: readonly T[], idOf: (entity: T) => string): ReadonlyMap<string, T> {
  const entries = entities.map((entity): [string, T] => [idOf(entity), entity])
  // By code unit, not by locale: every node must come to the same order.
  entries.sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
  const index = new Map(entries)
  if (index.size !== entries.length) throw new Error(`two entries of the registry are the same ${what}`)
  return index
}

function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value
  for (const inner of Object.values(value)) deepFreeze(inner)
  return Object.freeze(value)
}

/** The same value with the members of every object in the order of their names (arrays keep theirs). */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : Number(a > b)))
  return Object.fromEntries(entries.map(([name, inner]) => [name, canonical(inner)]))
}
