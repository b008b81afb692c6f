import { type EntityKind, type EntityRef, entityKinds } from '../entity-kind.ts'
import { LayeredMap } from './layered-map.ts'

/** An entity as it is kept: text that was checked when it was written, and is read when somebody asks for it. */
export interface StoredDocument extends EntityRef {
  /** The revision that last changed it. */
  readonly revision: number
  /** Canonical JSON in the form of the files, defaults filled in, without `$schema`. */
  readonly text: string
}

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

  /** A registry in which nothing is. */
  static readonly empty = new Documents(0, {
    organisation: LayeredMap.of<StoredDocument>(),
    api: LayeredMap.of<StoredDocument>(),
    client: LayeredMap.of<StoredDocument>(),
    delegation: LayeredMap.of<StoredDocument>(),
  })

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
    const next = (kind: EntityKind) => {
      const own = changes.filter((change) => change.kind === kind)
      return own.length === 0
        ? this.#layers[kind]
        : this.#layers[kind].with(own.map((change) => [change.id, asStored(change)]))
    }
    return new Documents(revision, {
      organisation: next('organisation'),
      api: next('api'),
      client: next('client'),
      delegation: next('delegation'),
    })
  }
}

function asStored({ kind, id, revision, text }: DocumentChange): StoredDocument | undefined {
  return text === undefined ? undefined : { kind, id, revision, text }
}
