import type { EntityKind, EntityRef } from '../entity-kind.ts'

interface DocumentText extends EntityRef {
  readonly revision: number
  readonly text: string
}

/** An entity as it is kept: text that was checked when it was written, and is read when somebody asks for it. */
export class StoredDocument implements EntityRef {
  readonly kind: EntityKind
  readonly id: string
  /** The revision that last changed it. */
  readonly revision: number
  readonly #bytes: Buffer
  readonly #start: number
  readonly #end: number

  constructor(
    { kind, id, revision }: EntityRef & { readonly revision: number },
    bytes: Buffer,
    start: number,
    end: number,
  ) {
    this.kind = kind
    this.id = id
    this.revision = revision
    this.#bytes = bytes
    this.#start = start
    this.#end = end
  }

  /** Whether these words stand somewhere in the text: looked for in its bytes, so that nothing is read for it. */
  includes(words: string): boolean {
    return this.#bytes.subarray(this.#start, this.#end).includes(words)
  }

  /** Canonical JSON in the form of the files, defaults filled in, without `$schema`. */
  get text(): string {
    return this.#bytes.toString('utf8', this.#start, this.#end)
  }
}

/**
 * Documents whose texts lie together in one piece of memory outside the JavaScript heap: a hundred thousand texts in it
 * would double what the process takes and what the garbage collector has to look at.
 *
 * @returns a document for each text, in the same order; undefined stays undefined.
 */
export function packDocuments(texts: readonly (DocumentText | undefined)[]): readonly (StoredDocument | undefined)[] {
  const length = texts.reduce(
    (sum, document) => sum + (document === undefined ? 0 : Buffer.byteLength(document.text)),
    0,
  )
  const bytes = Buffer.allocUnsafeSlow(length)
  let end = 0
  return texts.map((document) => {
    if (document === undefined) return undefined
    const start = end
    end += bytes.write(document.text, start)
    return new StoredDocument(document, bytes, start, end)
  })
}
