import { describeFound, oneOf, type Problem } from '#config/problem.ts'
import type { Api, ApiScope } from '../api.ts'
import type { Access, Client } from '../client.ts'
import { tokenExchangeGrant } from '../client-schema.ts'
import type { Delegation } from '../delegation.ts'
import { isIdentityScope } from '../identity-scopes.ts'
import type { Organisation } from '../organisation.ts'
import type { ParsedDocument } from '../parse-document.ts'

/** All parsed files of a registry, each with where it came from. */
export interface ParsedFiles {
  readonly organisations: readonly ParsedDocument<Organisation>[]
  readonly apis: readonly ParsedDocument<Api>[]
  readonly clients: readonly ParsedDocument<Client>[]
  readonly delegations: readonly ParsedDocument<Delegation>[]
}

interface Known {
  readonly organisations: ReadonlyMap<string, Organisation | undefined>
  readonly clients: ReadonlyMap<string, Client | undefined>
  /** Also of broken files. */
  readonly resources: ReadonlySet<string>
  readonly scopes: ReadonlyMap<string, { readonly api: Api; readonly scope: ApiScope }>
  /** Ids of APIs whose file is broken: nothing can be said of their scopes. */
  readonly brokenApis: readonly string[]
  readonly identityProviderIds: readonly string[] | undefined
}

type Report = (path: string, found: string, allowed: string) => void

/** What one file says of another must be so. @param identityProviderIds configured providers; undefined: not checked. */
export function checkReferences(files: ParsedFiles, identityProviderIds?: readonly string[]): readonly Problem[] {
  const problems: Problem[] = []
  const reportFor =
    (file: string): Report =>
    (path, found, allowed) =>
      problems.push({ file, path, found, allowed })
  const known = knownOf(files, identityProviderIds)
  for (const { file, entity } of files.organisations) if (entity) checkOrganisation(entity, known, reportFor(file))
  for (const { file, entity } of files.apis) if (entity) checkApiReferences(entity, known, reportFor(file))
  for (const { file, entity } of files.clients) if (entity) checkClientReferences(entity, known, reportFor(file))
  for (const { file, entity } of files.delegations)
    if (entity) checkDelegationReferences(entity, known, reportFor(file))
  return problems
}

function knownOf(files: ParsedFiles, identityProviderIds: readonly string[] | undefined): Known {
  const byClaimedId = <T>(documents: readonly ParsedDocument<T>[]) =>
    new Map(documents.flatMap(({ claimedIds, entity }) => claimedIds.map((id) => [id, entity])))
  const apis = files.apis.flatMap(({ entity }) => (entity === undefined ? [] : [entity]))
  return {
    organisations: byClaimedId(files.organisations),
    clients: byClaimedId(files.clients),
    resources: new Set(files.apis.flatMap(({ claimedIds }) => claimedIds)),
    scopes: new Map(apis.flatMap((api) => api.scopes.map((scope) => [scope.name, { api, scope }]))),
    brokenApis: files.apis.filter(({ entity }) => entity === undefined).flatMap(({ claimedIds }) => claimedIds),
    identityProviderIds,
  }
}

function checkDelegationReferences(delegation: Delegation, known: Known, report: Report): void {
  const { from, to, childOrganisations = [] } = delegation
  checkOrganisationIs('from', from, known, report)
  checkOrganisationIs('to', to, known, report)
  if (known.organisations.get(from)?.parent !== undefined) report('from', `"${from}", a sub-unit`, 'a main unit')
  childOrganisations.forEach((number, i) => {
    const path = `child_organisations[${i}]`
    checkOrganisationIs(path, number, known, report)
    const child = known.organisations.get(number)
    if (child !== undefined && child.parent !== from)
      report(path, `"${number}"`, `a sub-unit whose parent is "${from}"`)
  })
}

function checkOrganisationIs(path: string, number: string, known: Known, report: Report): void {
  if (!known.organisations.has(number)) report(path, `"${number}"`, 'an organisation that has a file in organisations/')
}

function checkOrganisation(organisation: Organisation, known: Known, report: Report): void {
  checkParent(organisation, known, report)
  organisation.acceptedApiTerms?.forEach((resource, i) => {
    if (!known.resources.has(resource) && !mayBeOfBrokenApi(`${resource}/`, known)) {
      report(`accepted_api_terms[${i}]`, describeFound(resource), 'an API that has a file in apis/')
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
    next = known.organisations.get(next)?.parent
  }
}

function checkApiReferences(api: Api, known: Known, report: Report): void {
  checkOrganisationIs('owner', api.owner, known, report)
  api.introspectionClients.forEach((id, i) => {
    checkClientIs(`introspection_clients[${i}]`, id, known, report)
  })
}

function checkClientIs(path: string, clientId: string, known: Known, report: Report): void {
  if (!known.clients.has(clientId)) report(path, describeFound(clientId), 'a client that has a file')
}

function checkClientReferences(client: Client, known: Known, report: Report): void {
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
  for (const scope of client.scope) checkScope(scope, client, known, report)
}

function checkChild(path: string, number: string, client: Client, known: Known, report: Report): void {
  checkOrganisationIs(path, number, known, report)
  const child = known.organisations.get(number)
  if (child !== undefined && client.tenancy === 'single-tenant' && child.parent !== client.organisation) {
    report(path, `"${number}"`, `a sub-unit whose parent is "${client.organisation}"`)
  }
}

function checkAccess(path: string, access: Access, client: Client, known: Known, report: Report): void {
  if (access.approvedBy !== undefined) checkOrganisationIs(`${path}.approved_by`, access.approvedBy, known, report)
  const found = known.scopes.get(access.scope)
  if (found === undefined) {
    if (!mayBeOfBrokenApi(access.scope, known)) {
      report(`${path}.scope`, describeFound(access.scope), 'a scope of an API that has a file in apis/')
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
  if (isIdentityScope(scope) || mayBeOfBrokenApi(scope, known)) return
  if (!known.scopes.has(scope)) {
    report('scope', describeFound(scope), 'identity scopes of the broker, and scopes of APIs in apis/')
  } else if (!client.access.some((access) => access.scope === scope)) {
    report('scope', describeFound(scope), 'an API scope only when it has an entry under access')
  }
}

function mayBeOfBrokenApi(scope: string, known: Known): boolean {
  const resource = scope.slice(0, scope.indexOf('/'))
  const names = [resource, resource.slice(resource.indexOf(':') + 1), resource.replace(':', '-')]
  return known.brokenApis.some((id) => names.includes(id))
}
