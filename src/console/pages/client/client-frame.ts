import { wordOf } from '../../call/forms.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import { type ReadEntity, readEntity } from '../../entity/read-entity.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { frameTexts } from '../../texts/frame-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { tag } from '../../view/pieces.ts'
import { entityTag } from '../status-tags.ts'

export type ClientTab = 'settings' | 'keys' | 'access' | 'usage' | 'preview' | 'history'

/** The client that the address names. @throws {BrokerError} `not_found` */
export function readClient(signedIn: SignedIn): Promise<ReadEntity> {
  return readEntity(signedIn, { kind: 'client', id: signedIn.params[0] ?? '' })
}

/** Heading, tags and tabs around one view of a client. */
export function clientFrame(
  { say }: SignedIn,
  client: ReadEntity,
  current: ClientTab,
  blocks: readonly Block[],
): PageContent {
  const { document } = client
  const path = pathOf(client)
  const tabs = [
    ['settings', '', entityTexts.settings],
    ['keys', '/keys', clientTexts.keys],
    ['access', '/access', clientTexts.access],
    ['usage', '/usage', clientTexts.usage],
    ['preview', '/preview', clientTexts.previewTab],
    ['history', '/history', entityTexts.history],
  ] as const
  const level = document['minimum_security_level']
  return {
    title: wordOf(document, 'client_name') || client.id,
    over: say(entityTexts.client),
    trail: [{ text: say(frameTexts.clients), href: '/admin/clients' }],
    tags: [
      entityTag(wordOf(document, 'status'), say),
      tag(wordOf(document, 'kind')),
      tag(wordOf(document, 'tenancy')),
      ...(level === 2 || level === 3 ? [tag(say(clientTexts.lowLevel), 'warning')] : []),
    ],
    tabs: tabs.map(([name, suffix, phrase]) => ({
      text: say(phrase),
      href: path + suffix,
      isCurrent: name === current,
    })),
    blocks,
  }
}
