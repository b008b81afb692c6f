import { attempt } from '../../call/attempt.ts'
import { perform, type SignedIn } from '../../call/signed-in.ts'
import type { Outcome } from '../../forms/perform-intent.ts'
import type { PageContent } from '../../view/page-content.ts'
import { type Draft, readDraft } from './draft-form.ts'
import { draftPage } from './draft-page.ts'
import { returnOf } from './return-of.ts'

/** What history and audit say of a confirmation; the person stands beside it. */
const reason = 'selvbetjening: confirmed on the page that shows the draft and its key'

/** GET /selvbetjening/confirm-client/{id}: shows what would come into use, and changes nothing. */
export async function confirmClientPage(signedIn: SignedIn): Promise<PageContent> {
  return draftPage(signedIn, await readDraft(signedIn))
}

/**
 * POST of the same: the operation `confirmDraft` as this person, for the key that was shown; then back to the program on
 * the own machine that waits for it.
 */
export async function confirmClient(signedIn: SignedIn, form: ReadonlyMap<string, string>): Promise<Outcome> {
  const draft = await readDraft(signedIn)
  if (form.get('decision') !== 'confirm') return leave(signedIn, draft, 'Cancelled')
  const outcome = await attempt(
    perform(signedIn, 'POST /clients/{id}/confirmation', {
      params: { id: draft.client_id },
      body: { thumbprint: form.get('thumbprint') ?? '' },
      headers: { reason },
    }),
  )
  if ('done' in outcome) return leave(signedIn, draft, 'Success')
  const { refused } = outcome
  const page = draftPage(signedIn, await readDraft(signedIn), refused)
  return { page: { ...page, status: refused.entry.status } }
}

function leave(signedIn: SignedIn, draft: Draft, status: 'Success' | 'Cancelled'): Outcome {
  const back = returnOf(signedIn, status)
  if (back !== undefined) return { leave: back, name: draft.client_name }
  return { seeOther: `/admin/clients/${draft.client_id}?done=${status === 'Success' ? 'confirmed' : 'notConfirmed'}` }
}
