import { formTexts } from '../texts/form-texts.ts'
import type { Block, DiffRow } from '../view/block.ts'
import type { Say } from '../view/speak.ts'

/** Members that differ between two versions of a document; of a list, only its elements that do. */
function diffRows(before: unknown, after: unknown, nothing: string): readonly DiffRow[] {
  const [was, is] = [membersOf(before), membersOf(after)]
  return [...new Set([...was.keys(), ...is.keys()])].sort().flatMap((member) => {
    const [old, fresh] = [was.get(member), is.get(member)]
    if (JSON.stringify(old) === JSON.stringify(fresh)) return []
    if (!Array.isArray(old) || !Array.isArray(fresh)) {
      return [{ member, before: shown(old, nothing), after: shown(fresh, nothing) }]
    }
    const [gone, added] = [without(old, fresh), without(fresh, old)]
    return [{ member, before: shown(gone, nothing), after: shown(added, nothing) }]
  })
}

export function diffBlock(
  { before, after }: { readonly before?: unknown; readonly after?: unknown },
  say: Say,
  words: { readonly before?: string; readonly after?: string } = {},
): Block {
  return {
    kind: 'diff',
    isComparison: words.before !== undefined,
    rows: diffRows(before, after, '–'),
    words: {
      member: say(formTexts.member),
      before: words.before ?? say(formTexts.before),
      after: words.after ?? say(formTexts.after),
      caption: say(formTexts.differences),
    },
  }
}

function membersOf(document: unknown): ReadonlyMap<string, unknown> {
  return new Map(Object.entries(Object(document)))
}

function without(list: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  const known = new Set(other.map((element) => JSON.stringify(element)))
  return list.filter((element) => !known.has(JSON.stringify(element)))
}

/** As people read it: words as they are, lists with a line for each element, everything else as JSON. */
function shown(value: unknown, nothing: string): string {
  if (value === undefined || value === null || value === '') return nothing
  if (Array.isArray(value))
    return value.length === 0 ? nothing : value.map((element) => shown(element, nothing)).join('\n')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
