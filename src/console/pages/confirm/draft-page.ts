import type { BrokerError } from '#src/http/broker-error.ts'
import { confirmAddress } from '#src/self-service/confirm-address.ts'
import type { SignedIn } from '../../call/signed-in.ts'
import { confirmTexts } from '../../texts/confirm-texts.ts'
import type { Block } from '../../view/block.ts'
import type { PageContent } from '../../view/page-content.ts'
import { text } from '../../view/pieces.ts'
import { entityTag } from '../status-tags.ts'
import type { Draft } from './draft-form.ts'
import { draftFacts, scopesTable } from './draft-parts.ts'
import { returnOf } from './return-of.ts'

/** A draft with everything that confirming it would bring into use; or that there is nothing to confirm any more. */
export function draftPage(signedIn: SignedIn, draft: Draft, refused?: BrokerError): PageContent {
  const { say, room } = signedIn
  const organisation = room.registry().organisation(draft.organisation)?.name ?? draft.organisation
  const page = {
    title: draft.client_name,
    over: say(confirmTexts.over),
    tags: [entityTag(draft.status, say)],
  }
  if (draft.status !== 'draft') return { ...page, blocks: overBlocks(signedIn, draft) }
  return {
    ...page,
    blocks: [
      { kind: 'paragraph', isLead: true, pieces: [text(say(confirmTexts.lead, { organisation }))] },
      draftFacts(signedIn, draft, organisation),
      {
        kind: 'section',
        id: 'scopes',
        heading: say(confirmTexts.scopes),
        blocks: [scopesTable(signedIn, draft)],
      },
      { kind: 'alert', color: 'warning', lines: [[text(say(confirmTexts.compare))]] },
      form(signedIn, draft, refused),
    ],
  }
}

function form({ say, csrf, ctx }: SignedIn, { keys }: Draft, refused: BrokerError | undefined): Block {
  return {
    kind: 'form',
    method: 'post',
    // With its parameters, so that the same check stands before the change as before the page.
    action: confirmAddress(ctx.path, new URLSearchParams(ctx.querystring)),
    hidden: { csrf, thumbprint: keys[0]?.thumbprint ?? '' },
    fields: [],
    errorHeading: say(confirmTexts.wrong),
    errors: refused === undefined ? [] : [whyNot(say, refused)],
    buttons: [
      { text: say(confirmTexts.confirm), name: 'decision', value: 'confirm' },
      { text: say(confirmTexts.cancel), name: 'decision', value: 'cancel', variant: 'secondary' },
    ],
  }
}

function whyNot(say: SignedIn['say'], { reason, entry }: BrokerError): string {
  if (reason === 'precondition_failed') return say(confirmTexts.otherKey)
  if (reason === 'change_not_allowed' || reason === 'insufficient_scope') return say(confirmTexts.notAllowed)
  return say(confirmTexts.refused, { number: `TLT-${entry.number}` })
}

/** Nothing to confirm: a page that was opened again after the program did not hear, or whose client was given up. */
function overBlocks(signedIn: SignedIn, { status, client_id }: Draft): readonly Block[] {
  const { say } = signedIn
  const isActive = status === 'active'
  const back = isActive ? returnOf(signedIn, 'Success') : undefined
  return [
    {
      kind: 'alert',
      color: isActive ? 'success' : 'warning',
      lines: [[text(say(isActive ? confirmTexts.active : confirmTexts.disabled))]],
    },
    {
      kind: 'actions',
      links: [
        ...(back === undefined ? [] : [{ text: say(confirmTexts.back), href: back }]),
        { text: say(confirmTexts.open), href: `/admin/clients/${client_id}`, variant: 'secondary' as const },
      ],
    },
  ]
}
