import { canonicalJson } from '#src/audit/canonical-json.ts'
import { compareIds } from '../entity-index.ts'
import { entityKinds, refKey } from '../entity-kind.ts'
import type { LoadOptions } from '../load-registry-files.ts'
import type { Change, Plan, PlannedChange } from './change.ts'
import { checkChangedReferences } from './check-changed-references.ts'
import { checkInbound } from './check-inbound.ts'
import type { Documents } from './documents.ts'
import { giveWay } from './give-way.ts'
import { Overlay } from './overlay.ts'
import { type ParsedChange, parseChange, withoutSchema } from './parse-change.ts'
import type { PlanBase } from './plan-base.ts'
import { type ChangeProblem, ChangeRefused } from './refusals.ts'
import type { StoredDocument } from './stored-document.ts'

/** What comes of the documents of a change, before anybody has looked at what they say of each other. */
interface Sorted {
  readonly changed: readonly { readonly before: StoredDocument | undefined; readonly parsed: ParsedChange }[]
  readonly removed: readonly StoredDocument[]
  readonly unchanged: readonly Change[]
}

/**
 * What these changes would do, with everything checked that they touch: each document by itself, what it says of others,
 * and what others say of it. What they don't touch is not looked at again.
 *
 * @throws {ChangeRefused} with every problem.
 */
export async function planChanges(base: PlanBase, changes: readonly Change[], options: LoadOptions): Promise<Plan> {
  const problems: ChangeProblem[] = [...checkTwice(changes)]
  const sorted = await sortChanges(base.documents, changes, options, problems)
  const overlay = new Overlay(base, {
    changed: sorted.changed.map(({ parsed }) => parsed),
    removed: sorted.removed,
    broken: problems,
    identityProviderIds: options.identityProviderIds,
  })
  problems.push(...(await checkChangedReferences(overlay, sorted.changed)))
  problems.push(...(await checkInbound(base, overlay, sorted)))
  if (problems.length > 0) throw new ChangeRefused(problems)
  const planned = [
    ...sorted.changed.map(({ before, parsed }) => planChange(before, parsed)),
    ...sorted.removed.map(planRemoval),
  ]
  return { base: base.documents.revision, changes: planned.sort(compareRefs), unchanged: sorted.unchanged }
}

async function sortChanges(
  documents: Documents,
  changes: readonly Change[],
  options: LoadOptions,
  problems: ChangeProblem[],
): Promise<Sorted> {
  const changed: { before: StoredDocument | undefined; parsed: ParsedChange }[] = []
  const removed: StoredDocument[] = []
  const unchanged: Change[] = []
  for (const change of changes) {
    await giveWay()
    const before = documents.get(change)
    if (change.document === undefined) {
      if (before === undefined) unchanged.push(change)
      else removed.push(before)
    } else if (before !== undefined && canonicalJson(withoutSchema(change.document)) === before.text) {
      unchanged.push(change)
    } else {
      const outcome = parseChange(change, options)
      if (!outcome.ok) problems.push(...outcome.problems)
      else if (outcome.parsed.text === before?.text) unchanged.push(change)
      else changed.push({ before, parsed: outcome.parsed })
    }
  }
  return { changed, removed, unchanged }
}

function checkTwice(changes: readonly Change[]): readonly ChangeProblem[] {
  const seen = new Set<string>()
  return changes.flatMap((change) => {
    const key = refKey(change)
    if (!seen.has(key)) {
      seen.add(key)
      return []
    }
    const { kind, id } = change
    return [{ kind, id, pointer: '', found: 'a second change', allowed: 'one change of an entity at a time' }]
  })
}

const dormant: readonly string[] = ['disabled', 'revoked']

function planChange(before: StoredDocument | undefined, parsed: ParsedChange): PlannedChange {
  const { kind, id, text, organisation, status } = parsed
  const common = { kind, id, before: before?.text, after: text, organisation, status }
  if (before === undefined) return { ...common, action: 'create', members: [] }
  const was = readObject(before.text)
  const is = readObject(text)
  const wasDormant = dormant.includes(String(was['status']))
  const isDormant = dormant.includes(status)
  const action = wasDormant === isDormant ? 'change' : isDormant ? 'disable' : 'enable'
  const members = [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .filter((name) => canonicalJson(was[name] ?? null) !== canonicalJson(is[name] ?? null))
    .sort(compareIds)
  return { ...common, action, members }
}

function planRemoval(before: StoredDocument): PlannedChange {
  const { kind, id, text } = before
  const was = readObject(text)
  const organisation = [was['organisation'], was['owner'], was['organisation_number'], was['from']].find(
    (member) => typeof member === 'string',
  )
  return {
    kind,
    id,
    action: 'remove',
    before: text,
    after: undefined,
    members: [],
    organisation: String(organisation ?? ''),
    status: String(was['status']),
  }
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(Object(JSON.parse(text))))
}

function compareRefs(a: PlannedChange, b: PlannedChange): number {
  return entityKinds.indexOf(a.kind) - entityKinds.indexOf(b.kind) || compareIds(a.id, b.id)
}
