import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import type { EntityKind } from '#src/registry/entity-kind.ts'
import { etagOf } from '#src/registry/store/etag.ts'
import { revisionsOf } from '#src/registry/store/history.ts'
import { defineOperation, type Operation } from '../operation.ts'
import { planForm, showPlan } from '../revisions/plan-form.ts'
import { revisionForm, showRevision } from '../revisions/revision-form.ts'
import { entityItem, flag, pageOf, pageQuery } from './entity-forms.ts'
import { entityWords } from './entity-words.ts'
import { findEntity } from './find-entity.ts'
import { putEntity } from './put-entity.ts'
import { readEntities } from './read-entities.ts'

/** List, show, create or change, and history: the same four for each kind of entity. */
export function entityOperations(kind: EntityKind): readonly Operation[] {
  const { path, word, schema } = entityWords[kind]
  const params = z.strictObject({ id: z.string().max(200) })
  // Documents are checked when they are written; answers give them as they are kept.
  const entity: z.ZodType<unknown> = schema
  // A word that no entity has would look like a registry without any.
  const status: z.ZodType<string, string> = schema.shape.status
  const page: z.ZodType<unknown> = pageOf(entityItem(schema))
  const changed: z.ZodType<unknown> = z.union([entityItem(schema), planForm])
  return [
    defineOperation({
      id: `list${word}s`,
      method: 'GET',
      path: `/${path}`,
      scope: adminScopes.read,
      summary: `The ${path} that are yours to see, in the order of their ids.`,
      query: z.strictObject({
        ...pageQuery,
        organisation: z.string().max(20).optional(),
        status: status.optional(),
        q: z.string().min(1).max(100).optional().describe('Text within the document.'),
      }),
      answer: page,
      run: async ({ actor, query }, { database }) => {
        const { items, next } = await readEntities(database, actor, kind, query)
        const shown = items.map(({ etag, document }) => ({ etag, document }))
        return { body: { items: shown, ...(next === undefined ? {} : { next }) } }
      },
    }),
    defineOperation({
      id: `get${word}`,
      method: 'GET',
      path: `/${path}/{id}`,
      scope: adminScopes.read,
      summary: `One of the ${path}.`,
      params,
      answer: entity,
      run: async ({ actor, params: { id } }, parts) => {
        const found = await findEntity(parts, actor, { kind, id })
        return { body: JSON.parse(found.text), etag: etagOf(found) }
      },
    }),
    defineOperation({
      id: `put${word}`,
      method: 'PUT',
      path: `/${path}/{id}`,
      scope: adminScopes.write,
      summary:
        'Creates it with If-None-Match: *, or changes the very version that If-Match names. One revision, atomic.',
      params,
      query: z.strictObject({ dry_run: flag }),
      // Judged by the registry itself, which knows what each kind takes and says it with a pointer.
      body: z.record(z.string(), z.json()),
      answer: changed,
      headers: ['if-match', 'if-none-match', 'tillit-reason'],
      statuses: [200, 201, 204],
      run: async (call, parts) => {
        const { id } = call.params
        const { applied, created } = await putEntity(parts, { ...call, ref: { kind, id }, document: call.body })
        if (call.query.dry_run) return { body: await showPlan(parts, applied) }
        const text = parts.live.current.documents.get({ kind, id })
        if (text === undefined) return { status: 204 }
        const etag = etagOf(text)
        return { status: created ? 201 : 200, body: { etag, document: JSON.parse(text.text) }, etag }
      },
    }),
    defineOperation({
      id: `list${word}Revisions`,
      method: 'GET',
      path: `/${path}/{id}/revisions`,
      scope: adminScopes.read,
      summary: 'Every revision that changed it, newest first.',
      params,
      answer: z.strictObject({ items: z.array(revisionForm) }),
      run: async ({ actor, params: { id } }, parts) => {
        await findEntity(parts, actor, { kind, id })
        return { body: { items: (await revisionsOf(parts.database, { kind, id })).map(showRevision) } }
      },
    }),
  ]
}
