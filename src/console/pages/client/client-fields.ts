import type { SignedIn } from '../../call/signed-in.ts'
import type { MemberField } from '../../entity/member-field.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { formTexts } from '../../texts/form-texts.ts'

/** Settings of a client, in the order of the form. What is not among them is changed in the whole document. */
export function clientFields({ say, room, language }: SignedIn): readonly MemberField[] {
  const providers = room.config.identityProviders.map(({ id, name }) => ({ value: id, label: name[language] }))
  const tenancies = ['single-tenant', 'multi-tenant'].map((value) => ({ value, label: value }))
  return [
    { member: 'client_name', label: entityTexts.name, input: 'text' },
    { member: 'redirect_uris', label: clientTexts.redirectUris, note: formTexts.onePerLine, input: 'lines' },
    { member: 'post_logout_redirect_uris', label: clientTexts.logoutUris, note: formTexts.onePerLine, input: 'lines' },
    { member: 'backchannel_logout_uri', label: clientTexts.backchannel, input: 'text', isOptional: true },
    { member: 'frontchannel_logout_uri', label: clientTexts.frontchannel, input: 'text', isOptional: true },
    { member: 'scope', label: clientTexts.scope, note: clientTexts.scopeNote, input: 'long' },
    {
      member: 'allowed_identity_providers',
      label: clientTexts.idps,
      note: clientTexts.idpsNote,
      input: { checks: providers },
    },
    { member: 'child_organisations', label: clientTexts.children, note: formTexts.onePerLine, input: 'lines' },
    {
      member: 'refresh_token_usage',
      label: clientTexts.refresh,
      input: {
        select: [
          { value: 'reusable', label: say(clientTexts.reusable) },
          { value: 'one-time', label: say(clientTexts.oneTime) },
        ],
      },
    },
    { member: 'minimum_age', label: clientTexts.minimumAge, input: 'number', isOptional: true },
    { member: 'single_sign_on', label: clientTexts.sso, input: 'check' },
    { member: 'require_assertion_typ', label: clientTexts.typ, input: 'check' },
    { member: 'tenancy', label: clientTexts.tenancy, input: { select: tenancies } },
  ]
}
