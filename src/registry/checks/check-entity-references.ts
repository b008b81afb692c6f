import { describeFound, oneOf } from '#config/problem.ts'
import type { Api } from '../api.ts'
import type { Access, Client } from '../client.ts'
import { tokenExchangeGrant } from '../client-schema.ts'
import type { Delegation } from '../delegation.ts'
import { isIdentityScope } from '../identity-scopes.ts'
import type { Organisation } from '../organisation.ts'
import type { Known, Report } from './known.ts'

/** What a delegation says of others. */
export function checkDelegationReferences(delegation: Delegation, known: Known, report: Report): void {
  const { from, to, childOrganisations = [] } = delegation
  checkOrganisationIs('from', from, known, report)
  checkOrganisationIs('to', to, known, report)
  if (known.organisation(from)?.parent !== undefined) report('from', `"${from}", a sub-unit`, 'a main unit')
  childOrganisations.forEach((number, i) => {
    const path = `child_organisations[${i}]`
    checkOrganisationIs(path, number, known, report)
    const child = known.organisation(number)
    if (child !== undefined && child.parent !== from)
      report(path, `"${number}"`, `a sub-unit whose parent is "${from}"`)
  })
}

function checkOrganisationIs(path: string, number: string, known: Known, report: Report): void {
  if (!known.hasOrganisation(number)) report(path, `"${number}"`, known.words.organisation)
}

/** What an organisation says of others. */
export function checkOrganisationReferences(organisation: Organisation, known: Known, report: Report): void {
  checkParent(organisation, known, report)
  organisation.acceptedApiTerms?.forEach((resource, i) => {
    if (!known.hasResource(resource) && !known.mayBeOfBrokenApi(`${resource}/`)) {
      report(`accepted_api_terms[${i}]`, describeFound(resource), known.words.api)
    }
  })
}

function checkParent(organisation: Organisation, known: Known, report: Report): void {
  if (organisation.parent === undefined) return
  checkOrganisationIs('parent', organisation.parent, known, report)
  const seen = new Set([organisation.organisationNumber])
  for (let next: string | undefined = organisation.parent; next !== undefined; ) {
    if (seen.has(next)) {
      report('parent', `"${organisation.parent}", which leads back to "${next}"`, 'a main unit above it')
      return
    }
    seen.add(next)
    next = known.organisation(next)?.parent
  }
}

/** What an API says of others. */
export function checkApiReferences(api: Api, known: Known, report: Report): void {
  checkOrganisationIs('owner', api.owner, known, report)
  api.introspectionClients.forEach((id, i) => {
    checkClientIs(`introspection_clients[${i}]`, id, known, report)
  })
}

function checkClientIs(path: string, clientId: string, known: Known, report: Report): void {
  if (!known.hasClient(clientId)) report(path, describeFound(clientId), known.words.client)
}

/** What a client says of others. */
export function checkClientReferences(client: Client, known: Known, report: Report): void {
  checkOrganisationIs('organisation', client.organisation, known, report)
  client.childOrganisations.forEach((number, i) => {
    checkChild(`child_organisations[${i}]`, number, client, known, report)
  })
  client.tokenExchangeActors.forEach((id, i) => {
    checkClientIs(`token_exchange_actors[${i}]`, id, known, report)
  })
  client.allowedIdentityProviders.forEach((id, i) => {
    const ids = known.identityProviderIds
    if (ids !== undefined && !ids.includes(id))
      report(`allowed_identity_providers[${i}]`, describeFound(id), oneOf(ids))
  })
  client.access.forEach((access, i) => {
    checkAccess(`access[${i}]`, access, client, known, report)
  })
  for (const resource of Object.keys(client.apiClaims)) {
    if (!known.hasResource(resource) && !known.mayBeOfBrokenApi(`${resource}/`)) {
      report(`api_claims["${resource}"]`, describeFound(resource), known.words.api)
    }
  }
  for (const scope of client.scope) checkScope(scope, client, known, report)
}

function checkChild(path: string, number: string, client: Client, known: Known, report: Report): void {
  checkOrganisationIs(path, number, known, report)
  const child = known.organisation(number)
  if (child !== undefined && client.tenancy === 'single-tenant' && child.parent !== client.organisation) {
    report(path, `"${number}"`, `a sub-unit whose parent is "${client.organisation}"`)
  }
}

function checkAccess(path: string, access: Access, client: Client, known: Known, report: Report): void {
  if (access.approvedBy !== undefined) checkOrganisationIs(`${path}.approved_by`, access.approvedBy, known, report)
  const found = known.scope(access.scope)
  if (found === undefined) {
    if (!known.mayBeOfBrokenApi(access.scope)) {
      report(`${path}.scope`, describeFound(access.scope), known.words.scope)
    }
    return
  }
  const { api, scope } = found
  if (access.status === 'approved' && scope.approval === 'owner' && access.approvedBy !== api.owner) {
    report(`${path}.approved_by`, describeFound(access.approvedBy), `"${api.owner}", the owner of ${api.resource}`)
  }
  // A machine that exchanges tokens acts for people that logged in elsewhere.
  const isPersonless =
    (client.kind === 'machine' || client.kind === 'device-fleet') && !client.grantTypes.includes(tokenExchangeGrant)
  if (isPersonless && !scope.usedBy.includes('machine')) {
    report(`${path}.scope`, describeFound(access.scope), `a scope whose used_by has "machine", for kind ${client.kind}`)
  }
}

function checkScope(scope: string, client: Client, known: Known, report: Report): void {
  if (isIdentityScope(scope) || known.mayBeOfBrokenApi(scope)) return
  if (known.scope(scope) === undefined) {
    report('scope', describeFound(scope), `identity scopes of the broker, or ${known.words.scope}`)
  } else if (!client.access.some((access) => access.scope === scope)) {
    report('scope', describeFound(scope), 'an API scope only when it has an entry under access')
  }
}
