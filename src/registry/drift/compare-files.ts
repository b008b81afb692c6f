import { isBuiltIn } from '../built-in/check-built-in.ts'
import { compareIds } from '../entity-index.ts'
import { type EntityRef, entityKinds, refKey } from '../entity-kind.ts'
import type { LoadOptions } from '../load-registry-files.ts'
import type { RegistryDocument } from '../read-registry-tree.ts'
import { documentsToChanges } from '../seed/documents-to-changes.ts'
import type { Change } from '../store/change.ts'
import type { Documents } from '../store/documents.ts'
import { type ParsedChange, parseChange } from '../store/parse-change.ts'
import type { ChangeProblem } from '../store/refusals.ts'

/** How a folder of files and the store differ. The store is the truth; the files may be ahead of it or behind. */
export interface Drift {
  /** In the files alone. */
  readonly added: readonly EntityRef[]
  readonly changed: readonly (EntityRef & {
    /** Canonical JSON. */
    readonly inStore: string
    readonly inFiles: string
  })[]
  /** In the store alone. The broker's own entities are in no file and do not count. */
  readonly missing: readonly EntityRef[]
  readonly same: number
  /** Files that can't be compared, for what is wrong within them. */
  readonly problems: readonly ChangeProblem[]
}

/** Pure: compares what the files say with what is registered, defaults filled in on both sides. */
export function compareFiles(files: readonly RegistryDocument[], documents: Documents, options: LoadOptions): Drift {
  const outcomes = documentsToChanges(files).map((change) => ({ change, outcome: parseChange(change, options) }))
  const parsed = outcomes.flatMap(({ outcome }) => (outcome.ok ? [outcome.parsed] : []))
  const stored = (change: ParsedChange) => documents.get(change)?.text
  const named = new Set(outcomes.map(({ change }) => refKey(change)))
  return {
    added: parsed.filter((change) => stored(change) === undefined).map(refOf),
    changed: parsed.flatMap((change) => {
      const inStore = stored(change)
      return inStore === undefined || inStore === change.text
        ? []
        : [{ ...refOf(change), inStore, inFiles: change.text }]
    }),
    missing: allRefs(documents).filter((ref) => !named.has(refKey(ref)) && !isBuiltIn(ref)),
    same: parsed.filter((change) => stored(change) === change.text).length,
    problems: outcomes.flatMap(({ outcome }) => (outcome.ok ? [] : outcome.problems)),
  }
}

/**
 * The change that disables what the files lack (`--prune`); what is disabled already stays out of it. A client that is a
 * draft is disabled too.
 */
export function changesToPrune(missing: readonly EntityRef[], documents: Documents): readonly Change[] {
  return missing.flatMap(({ kind, id }) => {
    const text = documents.get({ kind, id })?.text
    if (text === undefined) return []
    const document: object = JSON.parse(text)
    const status = kind === 'delegation' ? 'revoked' : 'disabled'
    return Reflect.get(document, 'status') === status ? [] : [{ kind, id, document: { ...document, status } }]
  })
}

function allRefs(documents: Documents): readonly EntityRef[] {
  return entityKinds.flatMap((kind) => [...documents.of(kind).ids()].sort(compareIds).map((id) => ({ kind, id })))
}

function refOf({ kind, id }: EntityRef): EntityRef {
  return { kind, id }
}
