import { z } from 'zod'
import { pageForm } from '../../call/forms.ts'
import { ask, type SignedIn } from '../../call/signed-in.ts'
import { overviewTexts } from '../../texts/overview-texts.ts'
import type { Block } from '../../view/block.ts'
import { link, muted } from '../../view/pieces.ts'

const warning = z.object({
  client_id: z.string(),
  client_name: z.string(),
  kid: z.string(),
  days_left: z.number(),
  replaced: z.boolean(),
})

/** Keys that are told of on the overview; those that end first. */
const mostShown = 10

/** Keys that end within sixty days with nothing to take their place: the client stops then. */
export async function endingKeyBlocks(signedIn: SignedIn): Promise<readonly Block[]> {
  const { say } = signedIn
  const { items } = await ask(signedIn, 'GET /key-warnings', pageForm(warning))
  const alone = items.filter(({ replaced }) => !replaced).sort((a, b) => a.days_left - b.days_left)
  if (alone.length === 0) return []
  return [
    {
      kind: 'alert',
      color: 'warning',
      heading: say(overviewTexts.keysEnd),
      lines: alone
        .slice(0, mostShown)
        .map(({ client_id, client_name, kid, days_left }) => [
          link(client_name, `/admin/clients/${client_id}/keys`),
          muted(say(overviewTexts.keyEnds, { kid, days: String(days_left) })),
        ]),
    },
  ]
}
