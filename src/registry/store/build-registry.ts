import { fillPlaceholders, type Placeholders } from '#config/placeholders.ts'
import type { Api } from '../api.ts'
import type { ApiWire } from '../api-schema.ts'
import { BoundedCache } from '../bounded-cache.ts'
import type { Client } from '../client.ts'
import type { ClientWire } from '../client-schema.ts'
import { deepFreeze } from '../deep-freeze.ts'
import type { Delegation } from '../delegation.ts'
import type { DelegationWire } from '../delegation-schema.ts'
import { apiForm, clientForm, delegationForm, type EntityForm, organisationForm } from '../entity-form.ts'
import { compareIds, type EntityIndex } from '../entity-index.ts'
import type { EntityRef } from '../entity-kind.ts'
import type { Organisation } from '../organisation.ts'
import type { OrganisationWire } from '../organisation-schema.ts'
import { indexScopes, Registry, type ScopeOfApi } from '../registry.ts'
import type { Documents } from './documents.ts'
import type { LayeredMap } from './layered-map.ts'
import type { StoredDocument } from './stored-document.ts'

/** Entities of a kind that are kept read, at most. A client takes about five kilobytes. */
const keptEntities = 2000

/** Reads an entity out of its stored text; kept as long as the text is not changed and others are not used more. */
class EntityReader<Wire, Entity> {
  readonly #form: EntityForm<Wire, Entity>
  readonly #placeholders: Placeholders
  readonly #onUnreadable: (ref: EntityRef) => void
  readonly #kept = new BoundedCache<StoredDocument, Entity>(keptEntities)

  constructor(
    form: EntityForm<Wire, Entity>,
    parts: { readonly placeholders: Placeholders; readonly onUnreadable: (ref: EntityRef) => void },
  ) {
    this.#form = form
    this.#placeholders = parts.placeholders
    this.#onUnreadable = parts.onUnreadable
  }

  /** @returns undefined for a text that is no such entity (any more): who can't be read gets nothing. */
  read(document: StoredDocument): Entity | undefined {
    const known = this.#kept.get(document)
    if (known !== undefined) return known
    const { text } = document
    const value: unknown = JSON.parse(text)
    const filled = text.includes('${') ? fillPlaceholders('', value, this.#placeholders).value : value
    // Not only for its type: a default that came with a newer version is filled in.
    const parsed = this.#form.schema.safeParse(filled)
    if (!parsed.success) {
      this.#onUnreadable(document)
      return undefined
    }
    const entity = deepFreeze(this.#form.build(parsed.data))
    this.#kept.set(document, entity)
    return entity
  }

  index(documents: LayeredMap<StoredDocument>): EntityIndex<Entity> {
    return {
      get: (id) => {
        const document = documents.get(id)
        return document === undefined ? undefined : this.read(document)
      },
      ids: () => [...documents.ids()].sort(compareIds),
    }
  }
}

/** Makes the registry that serves out of documents. APIs are read at once, everybody else when somebody asks for them. */
export class RegistryBuilder {
  readonly #organisations: EntityReader<OrganisationWire, Organisation>
  readonly #apis: EntityReader<ApiWire, Api>
  readonly #clients: EntityReader<ClientWire, Client>
  readonly #delegations: EntityReader<DelegationWire, Delegation>
  #scopes: { readonly of: LayeredMap<StoredDocument>; readonly scopes: ReadonlyMap<string, ScopeOfApi> } | undefined

  /** @param parts `onUnreadable` hears of a document that this version does not understand. */
  constructor(parts: { readonly placeholders: Placeholders; readonly onUnreadable: (ref: EntityRef) => void }) {
    this.#organisations = new EntityReader(organisationForm, parts)
    this.#apis = new EntityReader(apiForm, parts)
    this.#clients = new EntityReader(clientForm, parts)
    this.#delegations = new EntityReader(delegationForm, parts)
  }

  build(documents: Documents): Registry {
    return new Registry({
      revision: documents.revision,
      organisations: this.#organisations.index(documents.of('organisation')),
      apis: this.#apis.index(documents.of('api')),
      clients: this.#clients.index(documents.of('client')),
      delegations: this.#delegations.index(documents.of('delegation')),
      scopes: this.#scopesOf(documents.of('api')),
    })
  }

  #scopesOf(apis: LayeredMap<StoredDocument>): ReadonlyMap<string, ScopeOfApi> {
    if (this.#scopes?.of !== apis) {
      const entities = [...apis.values()].flatMap((document) => this.#apis.read(document) ?? [])
      this.#scopes = { of: apis, scopes: indexScopes(entities) }
    }
    return this.#scopes.scopes
  }
}
