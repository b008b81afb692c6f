import { isBuiltIn } from '#src/registry/built-in/check-built-in.ts'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { compareIds } from '#src/registry/entity-index.ts'
import { entityKinds } from '#src/registry/entity-kind.ts'
import type { Documents } from '#src/registry/store/documents.ts'
import { etagOf } from '#src/registry/store/etag.ts'
import type { Actor } from '../actor.ts'
import { isOwn } from '../entities/owner-of.ts'
import { defineOperation } from '../operation.ts'

/** Lines that go out at once: others get their turn between. */
const linesAtOnce = 200

/** Everything that is registered. */
export const exportRegistry = defineOperation({
  id: 'exportRegistry',
  method: 'GET',
  path: '/export',
  scope: adminScopes.read,
  summary: 'All that is registered and yours, a line of JSON each: kind, id, etag, document. Without the broker’s own.',
  run: async ({ actor }, { live }) => {
    await live.refresh()
    return { lines: linesOf(actor, live.current.documents) }
  },
})

async function* linesOf(actor: Actor, documents: Documents): AsyncGenerator<string> {
  let lines: string[] = []
  for (const kind of entityKinds) {
    const ids = [...documents.of(kind).ids()].sort(compareIds)
    for (const id of ids) {
      const document = documents.get({ kind, id })
      if (document === undefined || isBuiltIn(document) || !isOwn(actor, document)) continue
      const etag = etagOf(document)
      lines.push(`${JSON.stringify({ kind, id, etag, document: JSON.parse(document.text) })}\n`)
      if (lines.length < linesAtOnce) continue
      yield lines.join('')
      lines = []
      await new Promise((resolve) => setImmediate(resolve))
    }
  }
  yield lines.join('')
}
