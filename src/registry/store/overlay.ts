import type { Known } from '../checks/known.ts'
import { type EntityRef, refKey } from '../entity-kind.ts'
import type { Organisation } from '../organisation.ts'
import { indexScopes, type ScopeOfApi } from '../registry.ts'
import type { Entity, ParsedChange } from './parse-change.ts'
import type { PlanBase } from './plan-base.ts'

const words = {
  organisation: 'a registered organisation',
  api: 'a registered API',
  client: 'a registered client',
  scope: 'a scope of a registered API',
}

/** The registry as it would be after a change. */
export class Overlay implements Known {
  readonly identityProviderIds: readonly string[] | undefined
  readonly words = words
  readonly #base: PlanBase
  readonly #changed: ReadonlyMap<string, Entity>
  readonly #removed: ReadonlySet<string>
  readonly #broken: ReadonlySet<string>
  readonly #scopes: ReadonlyMap<string, ScopeOfApi>

  /** @param change `broken`: what is refused already; who refers to it is not told so a second time. */
  constructor(
    base: PlanBase,
    change: {
      readonly changed: readonly ParsedChange[]
      readonly removed: readonly EntityRef[]
      readonly broken: readonly EntityRef[]
      readonly identityProviderIds: readonly string[] | undefined
    },
  ) {
    this.#base = base
    this.#changed = new Map(change.changed.map((parsed) => [refKey(parsed), parsed.value]))
    this.#removed = new Set(change.removed.map(refKey))
    this.#broken = new Set(change.broken.map(refKey))
    this.identityProviderIds = change.identityProviderIds
    this.#scopes = indexScopes(change.changed.flatMap(({ value }) => (value.kind === 'api' ? [value.entity] : [])))
  }

  organisation(id: string): Organisation | undefined {
    const key = refKey({ kind: 'organisation', id })
    const changed = this.#changed.get(key)
    if (changed?.kind === 'organisation') return changed.entity
    return this.#removed.has(key) || this.#broken.has(key) ? undefined : this.#base.registry.organisation(id)
  }

  hasOrganisation(id: string): boolean {
    return this.#has({ kind: 'organisation', id })
  }

  hasClient(id: string): boolean {
    return this.#has({ kind: 'client', id })
  }

  hasResource(id: string): boolean {
    return this.#has({ kind: 'api', id })
  }

  scope(name: string): ScopeOfApi | undefined {
    const changed = this.#scopes.get(name)
    if (changed !== undefined) return changed
    const found = this.#base.registry.apiOfScope(name)
    // Of an API that is changed only its own scopes count.
    return found === undefined || this.#isNew({ kind: 'api', id: found.api.resource }) ? undefined : found
  }

  mayBeOfBrokenApi(scope: string): boolean {
    return this.#broken.has(refKey({ kind: 'api', id: scope.slice(0, scope.indexOf('/')) }))
  }

  #has(ref: EntityRef): boolean {
    const key = refKey(ref)
    if (this.#changed.has(key) || this.#broken.has(key)) return true
    return !this.#removed.has(key) && this.#base.documents.get(ref) !== undefined
  }

  #isNew(ref: EntityRef): boolean {
    const key = refKey(ref)
    return this.#changed.has(key) || this.#removed.has(key) || this.#broken.has(key)
  }
}
