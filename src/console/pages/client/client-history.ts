import type { SignedIn } from '../../call/signed-in.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import type { PageContent } from '../../view/page-content.ts'
import { historyBlocks } from '../history-blocks.ts'
import { clientFrame, readClient } from './client-frame.ts'

/** GET /admin/clients/{id}/history */
export async function clientHistoryPage(signedIn: SignedIn): Promise<PageContent> {
  const client = await readClient(signedIn)
  const heading = signedIn.say(entityTexts.history)
  return clientFrame(signedIn, client, 'history', [
    { kind: 'section', id: 'history', heading, blocks: await historyBlocks(signedIn, client) },
  ])
}
