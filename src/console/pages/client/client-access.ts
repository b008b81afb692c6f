import { isTheirs } from '#src/admin/actor.ts'
import { type AccessRow, wordOf } from '../../call/forms.ts'
import { readAccess } from '../../call/read-access.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { pathOf } from '../../entity/entity-paths.ts'
import type { RefusedForm } from '../../entity/member-form.ts'
import type { ReadEntity } from '../../entity/read-entity.ts'
import { postedForm } from '../../forms/posted-form.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { link, type Pieces } from '../../view/pieces.ts'
import { accessTable, decisionPath } from '../access-table.ts'
import { clientFrame, readClient } from './client-frame.ts'
import { readScopeOptions } from './scope-options.ts'

/** Access of one client; more than it could ever have. */
const mostRows = '500'

/** GET /admin/clients/{id}/access */
export async function clientAccessPage(signedIn: SignedIn): Promise<PageContent> {
  return showAccess(signedIn, await readClient(signedIn), undefined)
}

export async function showAccess(
  signedIn: SignedIn,
  client: ReadEntity,
  refusal: RefusedForm | undefined,
): Promise<PageContent> {
  const { say } = signedIn
  const { items } = await readAccess(signedIn, { client: client.id, limit: mostRows })
  return clientFrame(signedIn, client, 'access', [
    {
      kind: 'section',
      id: 'access',
      heading: say(clientTexts.access),
      blocks: [accessTable(signedIn, items, 'api', (row) => actionsOf(signedIn, row))],
    },
    {
      kind: 'section',
      id: 'request',
      heading: say(clientTexts.requestHeading),
      blocks: [await requestForm(signedIn, client, refusal)],
    },
  ])
}

/** To give up what is approved, to decide where the API is the person's own. */
function actionsOf({ say, room, actor }: SignedIn, row: AccessRow): Pieces {
  const owner = room.registry().api(row.resource)?.owner
  const decides = owner !== undefined && isTheirs(actor, owner)
  const giveUp = `/admin/clients/${row.client_id}/give-up?${new URLSearchParams({ scope: row.scope })}`
  return [
    ...(decides ? [link(say(clientTexts.decide), decisionPath(row), row.scope)] : []),
    ...(row.status === 'approved' ? [link(say(clientTexts.giveUp), giveUp, row.scope)] : []),
  ]
}

async function requestForm(signedIn: SignedIn, client: ReadEntity, refusal: RefusedForm | undefined): Promise<Block> {
  const { say, csrf } = signedIn
  const options = await readScopeOptions(signedIn)
  const scope = refusal?.form?.get('scope') ?? ''
  return postedForm(
    { say, csrf },
    {
      action: `${pathOf(client)}/access`,
      refused: refusal?.refused,
      fields: [
        {
          name: 'scope',
          pointer: '/scope',
          label: say(clientTexts.requestScope),
          input: { kind: 'select', value: scope, options },
        },
        {
          name: 'valid_until',
          pointer: '/valid_until',
          label: say(clientTexts.validUntil),
          input: { kind: 'date', value: refusal?.form?.get('valid_until') ?? '' },
        },
      ],
      buttons: [{ text: say(clientTexts.requestButton), about: wordOf(client.document, 'client_name') }],
    },
  )
}
