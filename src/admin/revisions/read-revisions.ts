import { z } from 'zod'
import { BrokerError } from '#src/http/broker-error.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { type EntityRef, entityKinds } from '#src/registry/entity-kind.ts'
import { diffRevisions, type EntityDifference, findRevision, listRevisions } from '#src/registry/store/history.ts'
import { type Actor, isOperator } from '../actor.ts'
import { isOwn } from '../entities/owner-of.ts'
import { defineOperation } from '../operation.ts'
import { revisionForm, showRevision } from './revision-form.ts'

const differenceForm = z.strictObject({
  kind: z.enum(entityKinds),
  id: z.string(),
  before: z.json().optional().describe('Absent: it was not there.'),
  after: z.json().optional().describe('Absent: it is not there any more.'),
})

/** The registry's history. */
export const getRevisions = defineOperation({
  id: 'listRevisions',
  method: 'GET',
  path: '/revisions',
  scope: adminScopes.read,
  summary: 'Every revision, newest first: who, when, why. Of an owner those that touched what is theirs.',
  query: z.strictObject({
    limit: z.coerce.number().int().min(1).max(500).default(50),
    before: z.coerce.number().int().min(1).optional().describe('The `next` of the page before this one.'),
  }),
  answer: z.strictObject({
    items: z.array(revisionForm),
    next: z.int().optional().describe('Give it as `before` for the next page; absent on the last.'),
  }),
  run: async ({ actor, query: { limit, before } }, { database }) => {
    const own = isOperator(actor) ? {} : { organisations: [...actor.organisations] }
    const found = await listRevisions(database, { before, limit: limit + 1, ...own })
    const shown = found.slice(0, limit)
    const last = shown.at(-1)
    const next = found.length > limit && last !== undefined ? { next: last.number } : {}
    return { body: { items: shown.map(showRevision), ...next } }
  },
})

/** One revision with what it changed. */
export const getRevision = defineOperation({
  id: 'getRevision',
  method: 'GET',
  path: '/revisions/{number}',
  scope: adminScopes.read,
  summary: 'One revision, and what it changed of what is yours.',
  params: z.strictObject({ number: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) }),
  answer: z.strictObject({ revision: revisionForm, differences: z.array(differenceForm) }),
  run: async ({ actor, params: { number } }, { database }) => {
    const revision = await findRevision(database, number)
    const all = revision === undefined ? [] : await diffRevisions(database, number - 1, number)
    const differences = showDifferences(actor, all)
    if (revision === undefined || (differences.length === 0 && !isOperator(actor))) {
      throw new BrokerError('not_found', 'there is no such revision among what is yours')
    }
    return { body: { revision: showRevision(revision), differences: [...differences] } }
  },
})

/** What differs between any two revisions. */
export const getDifferences = defineOperation({
  id: 'getRevisionDifferences',
  method: 'GET',
  path: '/revision-differences',
  scope: adminScopes.read,
  summary: 'What is different at one revision from what was at another, of what is yours. 0 is the empty registry.',
  query: z.strictObject({
    from: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
    to: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  }),
  answer: z.strictObject({ items: z.array(differenceForm) }),
  run: async ({ actor, query: { from, to } }, { database }) => ({
    body: { items: [...showDifferences(actor, await diffRevisions(database, from, to))] },
  }),
})

/** Of what went from one organisation to another each sees its own side. */
function showDifferences(
  actor: Actor,
  differences: readonly EntityDifference[],
): readonly z.output<typeof differenceForm>[] {
  return differences.flatMap(({ kind, id, before, after }) => {
    const was = seen(actor, { kind, id }, before)
    const is = seen(actor, { kind, id }, after)
    if (was === undefined && is === undefined) return []
    return {
      kind,
      id,
      ...(was === undefined ? {} : { before: JSON.parse(was) }),
      ...(is === undefined ? {} : { after: JSON.parse(is) }),
    }
  })
}

function seen(actor: Actor, { kind }: EntityRef, text: string | undefined): string | undefined {
  return text === undefined || !isOwn(actor, { kind, text }) ? undefined : text
}
