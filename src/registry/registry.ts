import type { Api, ApiScope } from './api.ts'
import type { Client } from './client.ts'
import { deepFreeze } from './deep-freeze.ts'
import { type Delegation, delegationId } from './delegation.ts'
import { type EntityIndex, indexOfMap } from './entity-index.ts'
import type { Organisation } from './organisation.ts'

/** Entities in any order, already checked. */
export interface RegistryContent {
  readonly organisations: readonly Organisation[]
  readonly apis: readonly Api[]
  readonly clients: readonly Client[]
  readonly delegations?: readonly Delegation[]
}

/** A scope with the API that it belongs to. */
export interface ScopeOfApi {
  readonly api: Api
  readonly scope: ApiScope
}

/** Entities that need not all be in memory. What an index gives never changes. */
export interface RegistryIndexes {
  readonly revision: number
  readonly organisations: EntityIndex<Organisation>
  readonly apis: EntityIndex<Api>
  readonly clients: EntityIndex<Client>
  readonly delegations: EntityIndex<Delegation>
  readonly scopes: ReadonlyMap<string, ScopeOfApi>
}

/**
 * All organisations, APIs, clients and delegations at one moment. Never changes: a changed registry is a new one with another revision.
 * It only answers what is registered; what that allows is decided in `access.ts`.
 */
export class Registry {
  readonly #indexes: RegistryIndexes

  /** @throws {Error} when two entities have the same id: content must have been checked before. */
  constructor(source: RegistryContent | RegistryIndexes) {
    this.#indexes = 'scopes' in source ? source : indexContent(source)
  }

  /** The store's revision that this is; 0 for what does not come from the store. */
  get revision(): number {
    return this.#indexes.revision
  }

  organisation(organisationNumber: string): Organisation | undefined {
    return this.#indexes.organisations.get(organisationNumber)
  }

  api(resource: string): Api | undefined {
    return this.#indexes.apis.get(resource)
  }

  client(clientId: string): Client | undefined {
    return this.#indexes.clients.get(clientId)
  }

  /** What one organisation has delegated to a supplier, in force or not. */
  delegation(from: string, to: string): Delegation | undefined {
    return this.#indexes.delegations.get(delegationId(from, to))
  }

  /** The API that a scope belongs to, with the scope's own entry. */
  apiOfScope(scopeName: string): ScopeOfApi | undefined {
    return this.#indexes.scopes.get(scopeName)
  }

  /** In the order of their ids, as are the other lists. Reads all of them: not for a request. */
  organisations(): readonly Organisation[] {
    return all(this.#indexes.organisations)
  }

  apis(): readonly Api[] {
    return all(this.#indexes.apis)
  }

  clients(): readonly Client[] {
    return all(this.#indexes.clients)
  }

  delegations(): readonly Delegation[] {
    return all(this.#indexes.delegations)
  }
}

function all<T>(index: EntityIndex<T>): readonly T[] {
  return index.ids().flatMap((id) => index.get(id) ?? [])
}

function indexContent(content: RegistryContent): RegistryIndexes {
  const { organisations, apis, clients, delegations = [] } = deepFreeze(structuredClone(content))
  return {
    revision: 0,
    organisations: indexBy('organisation', organisations, (organisation) => organisation.organisationNumber),
    apis: indexBy('API', apis, (api) => api.resource),
    clients: indexBy('client', clients, (client) => client.clientId),
    delegations: indexBy('delegation', delegations, ({ from, to }) => delegationId(from, to)),
    scopes: indexScopes(apis),
  }
}

/** Every scope of these APIs by its name. @throws {Error} when two have the same. */
export function indexScopes(apis: readonly Api[]): ReadonlyMap<string, ScopeOfApi> {
  const scopes = apis.flatMap((api) => api.scopes.map((scope) => ({ api, scope })))
  return mapBy('scope', scopes, ({ scope }) => scope.name)
}

function indexBy<T>(what: string, entities: readonly T[], idOf: (entity: T) => string): EntityIndex<T> {
  return indexOfMap(mapBy(what, entities, idOf))
}

function mapBy<T>(what: string, entities: readonly T[], idOf: (entity: T) => string): ReadonlyMap<string, T> {
  const map = new Map(entities.map((entity): [string, T] => [idOf(entity), entity]))
  if (map.size !== entities.length) throw new Error(`two entries of the registry are the same ${what}`)
  return map
}
