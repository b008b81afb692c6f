import type { Problem } from '#config/problem.ts'
import type { Api } from '../api.ts'
import type { Client } from '../client.ts'
import type { Delegation } from '../delegation.ts'
import type { Organisation } from '../organisation.ts'
import type { ParsedDocument } from '../parse-document.ts'
import {
  checkApiReferences,
  checkClientReferences,
  checkDelegationReferences,
  checkOrganisationReferences,
} from './check-entity-references.ts'
import type { Known, Report } from './known.ts'

/** All parsed files of a registry, each with where it came from. */
export interface ParsedFiles {
  readonly organisations: readonly ParsedDocument<Organisation>[]
  readonly apis: readonly ParsedDocument<Api>[]
  readonly clients: readonly ParsedDocument<Client>[]
  readonly delegations: readonly ParsedDocument<Delegation>[]
}

const words = {
  organisation: 'an organisation that has a file in organisations/',
  api: 'an API that has a file in apis/',
  client: 'a client that has a file',
  scope: 'a scope of an API that has a file in apis/',
}

/** What one file says of another must be so. @param identityProviderIds configured providers; undefined: not checked. */
export function checkReferences(files: ParsedFiles, identityProviderIds?: readonly string[]): readonly Problem[] {
  const problems: Problem[] = []
  const known = knownOf(files, identityProviderIds)
  const check = <Entity>(
    documents: readonly ParsedDocument<Entity>[],
    checkEntity: (entity: Entity, known: Known, report: Report) => void,
  ) => {
    for (const { file, entity } of documents) {
      if (entity === undefined) continue
      checkEntity(entity, known, (path, found, allowed) => problems.push({ file, path, found, allowed }))
    }
  }
  check(files.organisations, checkOrganisationReferences)
  check(files.apis, checkApiReferences)
  check(files.clients, checkClientReferences)
  check(files.delegations, checkDelegationReferences)
  return problems
}

function knownOf(files: ParsedFiles, identityProviderIds: readonly string[] | undefined): Known {
  const organisations = byClaimedId(files.organisations)
  const clients = byClaimedId(files.clients)
  const apis = files.apis.flatMap(({ entity }) => (entity === undefined ? [] : [entity]))
  const resources = new Set(files.apis.flatMap(({ claimedIds }) => claimedIds))
  const scopes = new Map(apis.flatMap((api) => api.scopes.map((scope) => [scope.name, { api, scope }])))
  const brokenApis = files.apis.filter(({ entity }) => entity === undefined).flatMap(({ claimedIds }) => claimedIds)
  return {
    organisation: (number) => organisations.get(number),
    hasOrganisation: (number) => organisations.has(number),
    hasClient: (clientId) => clients.has(clientId),
    hasResource: (resource) => resources.has(resource),
    scope: (name) => scopes.get(name),
    mayBeOfBrokenApi: (scope) => isScopeOf(brokenApis, scope),
    identityProviderIds,
    words,
  }
}

function byClaimedId<T>(documents: readonly ParsedDocument<T>[]): ReadonlyMap<string, T | undefined> {
  return new Map(documents.flatMap(({ claimedIds, entity }) => claimedIds.map((id) => [id, entity])))
}

function isScopeOf(claimedIds: readonly string[], scope: string): boolean {
  const resource = scope.slice(0, scope.indexOf('/'))
  const names = [resource, resource.slice(resource.indexOf(':') + 1), resource.replace(':', '-')]
  return claimedIds.some((id) => names.includes(id))
}
