import { isBuiltIn } from '#src/registry/built-in/check-built-in.ts'
import { wordOf } from '../call/forms.ts'
import type { SignedIn } from '../call/signed-in.ts'
import { type Outcome, performIntent } from '../forms/perform-intent.ts'
import { entityTexts } from '../texts/entity-texts.ts'
import type { Block } from '../view/block.ts'
import type { PageContent } from '../view/page-content.ts'
import { text } from '../view/pieces.ts'
import { entityIntent } from './entity-intent.ts'
import { pathOf } from './entity-paths.ts'
import type { ReadEntity } from './read-entity.ts'

/** The button that turns an entity off, or on again. */
export function statusBlocks({ say, csrf }: SignedIn, entity: ReadEntity): readonly Block[] {
  if (isBuiltIn(entity)) return []
  const isActive = wordOf(entity.document, 'status') === 'active'
  return [
    {
      kind: 'section',
      id: 'status',
      heading: say(entityTexts.statusHeading),
      blocks: [
        { kind: 'paragraph', pieces: [text(say(entityTexts.disableNote))] },
        {
          kind: 'form',
          method: 'post',
          action: `${pathOf(entity)}/status`,
          hidden: { csrf, etag: entity.etag, status: isActive ? 'disabled' : 'active' },
          fields: [],
          buttons: [
            isActive
              ? { text: say(entityTexts.disable), variant: 'secondary', color: 'danger' }
              : { text: say(entityTexts.enable), variant: 'secondary' },
          ],
        },
      ],
    },
  ]
}

/** POST …/status */
export function changeStatus(
  signedIn: SignedIn,
  entity: ReadEntity,
  form: ReadonlyMap<string, string>,
  again: (refused: Parameters<ReturnType<typeof entityIntent>['again']>[0]) => Promise<PageContent>,
): Promise<Outcome> {
  const { say } = signedIn
  const status = form.get('status') === 'active' ? 'active' : 'disabled'
  const name = wordOf(entity.document, 'client_name') || wordOf(entity.document, 'name') || entity.id
  return performIntent(
    signedIn,
    entityIntent(signedIn, {
      ref: entity,
      document: { ...entity.document, status },
      etag: form.get('etag') ?? '',
      title: say(status === 'active' ? entityTexts.enableOf : entityTexts.disableOf, { name }),
      backTo: pathOf(entity),
      isDangerous: status === 'disabled',
      again,
    }),
    form,
  )
}
