import { type EntityRef, isEntityKind } from '../entity-kind.ts'

/** An entity's strong ETag (RFC 9110 section 8.8.3): another one after each change. */
export function etagOf({ kind, id, revision }: EntityRef & { readonly revision: number }): string {
  return `"${kind}/${id}@${revision}"`
}

/** @returns what an ETag of ours says; undefined for any other text. */
export function parseEtag(text: string): (EntityRef & { readonly revision: number }) | undefined {
  const [, kind = '', id = '', revision = ''] = /^"([a-z]+)\/([^"@]+)@([1-9]\d{0,14})"$/.exec(text) ?? []
  return isEntityKind(kind) ? { kind, id, revision: Number(revision) } : undefined
}
