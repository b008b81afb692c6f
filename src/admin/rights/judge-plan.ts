import type { Registry } from '#src/registry/registry.ts'
import type { Plan, PlannedChange } from '#src/registry/store/change.ts'
import type { ChangeProblem } from '#src/registry/store/refusals.ts'
import { type Actor, isOperator } from '../actor.ts'
import { ownerOf } from '../entities/owner-of.ts'
import { changedMembers } from './changed-members.ts'
import { judgeAccessList } from './judge-access-list.ts'
import { judgeApi } from './judge-api.ts'
import { judgeIdentityScopes } from './judge-identity-scopes.ts'

/**
 * What of a plan is not this actor's to do. Pure. An operator may do all that the registry's own rules allow; an owner
 * changes what belongs to its organisations, but for what an operator or an API's owner decides.
 */
export function judgePlan(actor: Actor, plan: Plan, registry: Registry): readonly ChangeProblem[] {
  return isOperator(actor) ? [] : plan.changes.flatMap((change) => judge(actor, change, registry))
}

/** Members that an owner may change by itself. Whatever is new in the schema is an operator's until it stands here. */
const ownMembers: Readonly<Record<PlannedChange['kind'], readonly string[]>> = {
  organisation: ['accepted_api_terms'],
  api: ['name', 'status', 'scopes', 'access_token', 'jwks', 'introspection_clients'],
  client: [
    'client_name',
    'client_uri',
    'kind',
    'child_organisations',
    'status',
    'jwks',
    'key_expirations',
    'grant_types',
    'redirect_uris',
    'post_logout_redirect_uris',
    'backchannel_logout_uri',
    'frontchannel_logout_uri',
    'scope',
    'allowed_identity_providers',
    'single_sign_on',
    'access',
    'token_exchange_actors',
    'id_token_signed_response_alg',
    'minimum_age',
    'require_assertion_typ',
    'refresh_token_usage',
    'request_object_policy',
    'requested_api_claims',
  ],
  delegation: ['status', 'valid_from', 'valid_until', 'child_organisations'],
}

/** Whether the owner of such an entity may change this member itself, so that a page can say so before anybody tries. */
export function isOwnersToChange(kind: PlannedChange['kind'], member: string): boolean {
  return ownMembers[kind].includes(member)
}

function judge(actor: Actor, change: PlannedChange, registry: Registry): readonly ChangeProblem[] {
  const { kind, action } = change
  const whole = (found: string, allowed: string): readonly ChangeProblem[] => [problem(change, '', found, allowed)]
  if (!belongsTo(actor, change)) return whole('an entity of another organisation', 'only what is your own')
  if (action === 'remove') return whole('a removal', 'set the status; an operator removes')
  if (action === 'enable') return whole('a disabled entity made active', 'ask an operator')
  if (action === 'create' && (kind === 'organisation' || kind === 'api')) return whole('a new one', 'ask an operator')
  const members = changedMembers(change)
  return [
    ...members
      .filter((member) => !ownMembers[kind].includes(member) && !identifies(kind, member, action))
      .map((member) => problem(change, `/${member}`, 'a change', 'an operator decides this')),
    ...(kind === 'api' ? judgeApi(change) : []),
    ...(kind === 'client' ? [...judgeIdentityScopes(change), ...judgeAccessList(actor, change, registry)] : []),
  ]
}

/** Of what is new, the members without which it would not be anybody's. */
function identifies(kind: PlannedChange['kind'], member: string, action: PlannedChange['action']): boolean {
  if (action !== 'create') return false
  const named = {
    organisation: [],
    api: [],
    client: ['client_id', 'organisation', 'tenancy'],
    delegation: ['from', 'to'],
  }
  const always = kind === 'client' ? ['token_endpoint_auth_method'] : []
  return [...named[kind], ...always].includes(member)
}

/** Both as it was and as it becomes: nobody gives away what is not theirs, or takes it. */
function belongsTo({ organisations }: Actor, { kind, before, after }: PlannedChange): boolean {
  return [before, after]
    .flatMap((text) => (text === undefined ? [] : [ownerOf(kind, text)]))
    .every((owner) => organisations.has(owner))
}

function problem({ kind, id }: PlannedChange, pointer: string, found: string, allowed: string): ChangeProblem {
  return { kind, id, pointer, found, allowed }
}
