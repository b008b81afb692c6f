import { type EntityKind, type EntityRef, entityKinds } from '../entity-kind.ts'
import { LayeredMap } from './layered-map.ts'
import { packDocuments, type StoredDocument } from './stored-document.ts'

/** An entity that was changed, or with `text` undefined taken away. */
export interface DocumentChange extends EntityRef {
  readonly revision: number
  readonly text: string | undefined
}

type Layers = Readonly<Record<EntityKind, LayeredMap<StoredDocument>>>

/** Every document of one revision. Never changes; the next revision shares what is the same. */
export class Documents {
  readonly revision: number
  readonly #layers: Layers

  private constructor(revision: number, layers: Layers) {
    this.revision = revision
    this.#layers = layers
  }

  /** All that is registered at a revision. */
  static of(revision: number, documents: readonly StoredDocument[]): Documents {
    const of = (kind: EntityKind) =>
      LayeredMap.of(documents.filter((document) => document.kind === kind).map((document) => [document.id, document]))
    return new Documents(revision, {
      organisation: of('organisation'),
      api: of('api'),
      client: of('client'),
      delegation: of('delegation'),
    })
  }

  get({ kind, id }: EntityRef): StoredDocument | undefined {
    return this.#layers[kind].get(id)
  }

  /** All of one kind. The same object as long as nothing of the kind is changed. */
  of(kind: EntityKind): LayeredMap<StoredDocument> {
    return this.#layers[kind]
  }

  get size(): number {
    return entityKinds.reduce((sum, kind) => sum + this.#layers[kind].size, 0)
  }

  /** @param changes in the order in which they were made. */
  with(revision: number, changes: readonly DocumentChange[]): Documents {
    const stored = changes.map(({ text, ...change }) => (text === undefined ? undefined : { ...change, text }))
    const packed = packDocuments(stored)
    const entries = changes.map(({ kind, id }, n) => ({ kind, id, document: packed[n] }))
    const next = (kind: EntityKind) => {
      const own = entries.filter((entry) => entry.kind === kind)
      return own.length === 0
        ? this.#layers[kind]
        : this.#layers[kind].with(own.map(({ id, document }) => [id, document]))
    }
    return new Documents(revision, {
      organisation: next('organisation'),
      api: next('api'),
      client: next('client'),
      delegation: next('delegation'),
    })
  }
}
