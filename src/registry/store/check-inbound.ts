import type { Known } from '../checks/known.ts'
import { type EntityRef, entityKinds, refKey } from '../entity-kind.ts'
import type { Registry } from '../registry.ts'
import { referenceProblems } from './check-changed-references.ts'
import type { Documents } from './documents.ts'
import { giveWay } from './give-way.ts'
import { Overlay } from './overlay.ts'
import type { Entity, ParsedChange } from './parse-change.ts'
import type { PlanBase } from './plan-base.ts'
import type { ChangeProblem } from './refusals.ts'
import type { StoredDocument } from './stored-document.ts'

interface Changes {
  readonly changed: readonly { readonly before: StoredDocument | undefined; readonly parsed: ParsedChange }[]
  readonly removed: readonly StoredDocument[]
}

/** What the others say of the changed ones must still be so. Only what was right before and no longer is, is a problem. */
export async function checkInbound(base: PlanBase, after: Known, changes: Changes): Promise<readonly ChangeProblem[]> {
  const names = namesToLookFor(base.registry, changes)
  if (names.size === 0) return []
  const changed = new Set([...changes.changed.map(({ parsed }) => parsed), ...changes.removed].map(refKey))
  const before = new Overlay(base, {
    changed: [],
    removed: [],
    broken: [],
    identityProviderIds: after.identityProviderIds,
  })
  const problems: ChangeProblem[] = []
  for await (const document of documentsNaming(base.documents, names)) {
    const value = changed.has(refKey(document)) ? undefined : entityOf(base.registry, document)
    if (value === undefined) continue
    const { text } = document
    const old = new Set(referenceProblems(document, value, text, before).map(same))
    problems.push(...referenceProblems(document, value, text, after).filter((problem) => !old.has(same(problem))))
  }
  return problems
}

function same({ pointer, found }: ChangeProblem): string {
  return `${pointer} ${found}`
}

/** Ids and scopes that somebody may refer to in a way that the change makes wrong. */
function namesToLookFor(registry: Registry, { changed, removed }: Changes): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { kind, id } of removed) {
    // Nobody refers to a delegation.
    if (kind !== 'delegation') names.add(id)
    if (kind === 'api') for (const { name } of registry.api(id)?.scopes ?? []) names.add(name)
  }
  for (const { before, parsed } of changed) {
    if (before === undefined) continue
    for (const name of narrowedBy(registry, parsed)) names.add(name)
  }
  return names
}

function narrowedBy(registry: Registry, { id, value }: ParsedChange): readonly string[] {
  if (value.kind === 'organisation') return registry.organisation(id)?.parent === value.entity.parent ? [] : [id]
  if (value.kind !== 'api') return []
  const { owner, scopes } = value.entity
  const api = registry.api(id)
  const isNarrower = (was: NonNullable<typeof api>['scopes'][number]) => {
    const is = scopes.find(({ name }) => name === was.name)
    return (
      is === undefined ||
      owner !== api?.owner ||
      (is.approval === 'owner' && was.approval !== 'owner') ||
      was.usedBy.some((kind) => !is.usedBy.includes(kind))
    )
  }
  return (api?.scopes ?? []).filter(isNarrower).map(({ name }) => name)
}

async function* documentsNaming(documents: Documents, names: ReadonlySet<string>): AsyncGenerator<StoredDocument> {
  for (const kind of entityKinds) {
    for (const document of documents.of(kind).values()) {
      await giveWay()
      if (isNaming(document, names)) yield document
    }
  }
}

/** Few names are looked for one by one, many by going through the text once. */
const fewNames = 8

function isNaming(document: StoredDocument, names: ReadonlySet<string>): boolean {
  if (names.size <= fewNames) return [...names].some((name) => document.includes(name))
  for (const [word] of document.text.matchAll(/[^" ]+/g)) if (names.has(word)) return true
  return false
}

function entityOf(registry: Registry, { kind, id }: EntityRef): Entity | undefined {
  switch (kind) {
    case 'organisation':
      return tagged(kind, registry.organisation(id))
    case 'api':
      return tagged(kind, registry.api(id))
    case 'client':
      return tagged(kind, registry.client(id))
    case 'delegation': {
      const [from = '', to = ''] = id.split('-')
      return tagged(kind, registry.delegation(from, to))
    }
  }
}

function tagged<Kind, Value>(kind: Kind, entity: Value | undefined) {
  return entity === undefined ? undefined : { kind, entity }
}
