import { fillPlaceholders } from '#config/placeholders.ts'
import { describeFound, type Problem } from '#config/problem.ts'
import { problemsOfZod } from '#config/zod-problems.ts'
import { canonicalJson } from '#src/audit/canonical-json.ts'
import type { Api } from '../api.ts'
import type { Client } from '../client.ts'
import type { Delegation } from '../delegation.ts'
import { apiForm, clientForm, delegationForm, type EntityForm, organisationForm } from '../entity-form.ts'
import type { EntityRef } from '../entity-kind.ts'
import type { Organisation } from '../organisation.ts'
import type { ParseOptions } from '../parse-document.ts'
import type { Change } from './change.ts'
import { jsonPointer } from './json-pointer.ts'
import type { ChangeProblem } from './refusals.ts'

/** An entity with its kind, so that the one tells the other. */
export type Entity =
  | { readonly kind: 'organisation'; readonly entity: Organisation }
  | { readonly kind: 'api'; readonly entity: Api }
  | { readonly kind: 'client'; readonly entity: Client }
  | { readonly kind: 'delegation'; readonly entity: Delegation }

/** A document that is right in itself. */
export interface ParsedChange extends EntityRef {
  /** Canonical JSON of the whole, defaults filled in, placeholders as they are. */
  readonly text: string
  readonly value: Entity
  readonly organisation: string
  readonly status: string
}

export type ParseOutcome =
  | { readonly ok: true; readonly parsed: ParsedChange }
  | { readonly ok: false; readonly problems: readonly ChangeProblem[] }

/** Checks one document by itself: its form, its values, and that it is the one that it is said to be. */
export function parseChange(change: Change, options: ParseOptions): ParseOutcome {
  switch (change.kind) {
    case 'organisation':
      return parse(change, options, organisationForm, (entity) => ({ kind: 'organisation', entity }))
    case 'api':
      return parse(change, options, apiForm, (entity) => ({ kind: 'api', entity }))
    case 'client':
      return parse(change, options, clientForm, (entity) => ({ kind: 'client', entity }))
    case 'delegation':
      return parse(change, options, delegationForm, (entity) => ({ kind: 'delegation', entity }))
  }
}

/** A document as it is compared and kept: without the name of its schema, which is about a file. */
export function withoutSchema(document: unknown): unknown {
  if (typeof document !== 'object' || document === null || !Object.hasOwn(document, '$schema')) return document
  return Object.fromEntries(Object.entries(document).filter(([name]) => name !== '$schema'))
}

function parse<Wire, Built>(
  change: Change,
  options: ParseOptions,
  form: EntityForm<Wire, Built>,
  tag: (entity: Built) => Entity,
): ParseOutcome {
  const { kind, id } = change
  const document = withoutSchema(change.document)
  const filled = fillPlaceholders('', document, options.placeholders)
  const refused = (problems: readonly Omit<Problem, 'file'>[]): ParseOutcome => ({
    ok: false,
    problems: problems.map(({ path, found, allowed }) => ({
      kind,
      id,
      pointer: jsonPointer(path, document),
      found,
      allowed,
    })),
  })
  const parsed = form.schema.safeParse(filled.value)
  if (!parsed.success) return refused([...filled.problems, ...problemsOfZod('', parsed.error, filled.value)])
  const wire = parsed.data
  const problems = [...filled.problems, ...form.check(wire, options.environment), ...checkId(form, wire, id)]
  if (problems.length > 0) return refused(problems)
  // Kept with its placeholders: the demo's addresses are this node's, and move with its ports.
  const kept = form.schema.safeParse(document)
  if (!kept.success) return refused(problemsOfZod('', kept.error, document))
  const text = canonicalJson(kept.data)
  const value = tag(form.build(wire))
  return {
    ok: true,
    parsed: { kind, id, text, value, organisation: form.organisationOf(wire), status: form.statusOf(wire) },
  }
}

function checkId<Wire, Built>(form: EntityForm<Wire, Built>, wire: Wire, id: string) {
  const found = form.idOf(wire)
  return found === id ? [] : [{ path: form.idMember, found: describeFound(found), allowed: describeFound(id) }]
}
