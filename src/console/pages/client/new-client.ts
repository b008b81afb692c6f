import type { SignedIn } from '../../call/signed-in.ts'
import type { NewEntity } from '../../entity/create-page.ts'
import { clientTexts } from '../../texts/client-texts.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { formTexts } from '../../texts/form-texts.ts'

/** A new client begins as a draft: it can do nothing until it has a key and somebody makes it active. */
export function newClient({ say, actor, isOperator }: SignedIn): NewEntity {
  const grants = [
    { value: 'authorization_code', label: say(clientTexts.grantCode) },
    { value: 'refresh_token', label: say(clientTexts.grantRefresh) },
    { value: 'client_credentials', label: say(clientTexts.grantMachine) },
  ]
  const kinds = ['web', 'native', 'machine', 'device-fleet'].map((value) => ({ value, label: value }))
  const [first = ''] = actor.organisations
  return {
    kind: 'client',
    title: say(entityTexts.createOf, { name: say(entityTexts.client).toLowerCase() }),
    start: {
      client_id: '',
      client_name: '',
      kind: 'web',
      organisation: isOperator ? '' : first,
      tenancy: 'single-tenant',
      status: 'draft',
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [] },
      grant_types: ['authorization_code'],
      redirect_uris: [],
      scope: 'openid profile',
    },
    fields: [
      { member: 'client_id', label: entityTexts.id, note: clientTexts.idNote, input: 'text' },
      { member: 'client_name', label: entityTexts.name, input: 'text' },
      { member: 'organisation', label: entityTexts.number, input: 'text' },
      { member: 'kind', label: entityTexts.kind, input: { select: kinds } },
      { member: 'grant_types', label: clientTexts.grants, input: { checks: grants } },
      { member: 'redirect_uris', label: clientTexts.redirectUris, note: formTexts.onePerLine, input: 'lines' },
      { member: 'scope', label: clientTexts.scope, note: clientTexts.scopeNote, input: 'long' },
    ],
    idMember: 'client_id',
  }
}
