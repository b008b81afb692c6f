import type { BrokerError } from '#src/http/broker-error.ts'
import type { EntityRef } from '#src/registry/entity-kind.ts'
import type { Document } from '../call/forms.ts'
import type { SignedIn } from '../call/signed-in.ts'
import type { Intent } from '../forms/intent.ts'
import { diffBlock } from '../pages/diff-block.ts'
import type { Done } from '../texts/done-texts.ts'
import { formTexts } from '../texts/form-texts.ts'
import type { PageContent } from '../view/page-content.ts'
import { entityKeys } from './entity-paths.ts'
import { readEntity } from './read-entity.ts'

/** A change of a whole entity: with the ETag of the version that the form was made from, or of nothing for a new one. */
export function entityIntent(
  signedIn: SignedIn,
  change: {
    readonly ref: EntityRef
    readonly document: Document
    /** Of the form; undefined: it must not exist yet. */
    readonly etag: string | undefined
    readonly title: string
    readonly backTo: string
    readonly done?: Done
    readonly isDangerous?: boolean
    readonly again: (refused: BrokerError) => Promise<PageContent>
  },
): Intent {
  const { ref, document, etag, title, backTo, done = 'changed', isDangerous = false, again } = change
  const { say } = signedIn
  return {
    title,
    key: entityKeys(ref.kind).put,
    question: {
      params: { id: ref.id },
      body: document,
      headers: etag === undefined ? { ifNoneMatch: '*' } : { ifMatch: etag },
    },
    hasPlan: true,
    summary: [],
    button: say(formTexts.save),
    isDangerous,
    done,
    backTo,
    again,
    ...(etag === undefined
      ? {}
      : {
          conflict: async () => {
            const now = await readEntity(signedIn, ref)
            const words = { before: say(formTexts.theirs), after: say(formTexts.yours) }
            return { etag: now.etag, blocks: [diffBlock({ before: now.document, after: document }, say, words)] }
          },
        }),
  }
}
