import type { SignedIn } from '../../call/signed-in.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { confirmTexts } from '../../texts/confirm-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import type { Block } from '../../view/block.ts'
import { code, lineBreak, lines, muted, type Pieces, tag, text } from '../../view/pieces.ts'
import { accessTag } from '../status-tags.ts'
import type { Draft } from './draft-form.ts'
import { returnOf } from './return-of.ts'

/** Whose it is, with which key, and where it sends people. */
export function draftFacts(signedIn: SignedIn, draft: Draft, organisation: string): Block {
  const { say, room } = signedIn
  const back = returnOf(signedIn, 'Success')
  const codes = (values: readonly string[]): Pieces =>
    values.length === 0 ? [muted(say(confirmTexts.none))] : lines(values.map((value) => [code(value)]))
  const children = draft.child_organisations.map((number) => room.registry().organisation(number)?.name ?? number)
  const claims = Object.values(draft.requested_api_claims).flatMap(Object.entries)
  return {
    kind: 'facts',
    rows: [
      { label: say(entityTexts.id), pieces: [code(draft.client_id)] },
      { label: say(entityTexts.organisation), pieces: [text(organisation), muted(draft.organisation)] },
      { label: say(entityTexts.kind), pieces: [code(draft.kind)] },
      ...draft.keys.map(({ kid, kty, alg, thumbprint }) => ({
        label: say(confirmTexts.thumbprint),
        pieces: [code(thumbprint), lineBreak, muted([kty, alg, kid].filter(Boolean).join(' · '))],
      })),
      { label: say(clientTexts.redirectUris), pieces: codes(draft.redirect_uris) },
      { label: say(clientTexts.logoutUris), pieces: codes(draft.post_logout_redirect_uris) },
      { label: say(clientTexts.scope), pieces: codes(draft.scope.split(' ').filter(Boolean)) },
      ...(children.length === 0
        ? []
        : [{ label: say(clientTexts.children), pieces: lines(children.map((name) => [text(name)])) }]),
      ...(claims.length === 0
        ? []
        : [{ label: say(confirmTexts.claims), pieces: codes(claims.map(([name, value]) => `${name}: ${value}`)) }]),
      ...(back === undefined
        ? []
        : [{ label: say(confirmTexts.afterwards), pieces: [code(back.slice(0, back.indexOf('?')))] }]),
    ],
  }
}

/** Each scope, and whether it is there at once or waits for somebody's word. */
export function scopesTable({ say, room }: SignedIn, { access }: Draft): Block {
  const effectOf = ({ scope, status }: Draft['access'][number]): Pieces => {
    if (status === 'approved') return [tag(say(confirmTexts.atOnce), 'success')]
    if (status !== 'requested') return [accessTag(status, say)]
    const owner = room.registry().apiOfScope(scope)?.api.owner
    const name = owner === undefined ? undefined : room.registry().organisation(owner)?.name
    return [accessTag(status, say), lineBreak, muted(say(clientTexts.byOwner, { owner: name ?? owner ?? '' }))]
  }
  return {
    kind: 'table',
    caption: say(confirmTexts.scopes),
    columns: [say(clientTexts.scopeName), say(entityTexts.api), say(confirmTexts.effect)],
    rows: access.map((one) => [
      [code(one.scope)],
      [text(room.registry().apiOfScope(one.scope)?.api.name ?? '')],
      effectOf(one),
    ]),
    empty: say(confirmTexts.noScopes),
  }
}
