import type { ScopesRequest } from '#src/registry/access.ts'
import type { Api } from '#src/registry/api.ts'
import type { Client } from '#src/registry/client.ts'
import { parseRegistryDocuments } from '#src/registry/load-registry-files.ts'
import type { Organisation } from '#src/registry/organisation.ts'
import type { Refused } from '#src/registry/refused.ts'
import { Registry } from '#src/registry/registry.ts'
import { options, repository } from './registry-documents.ts'

/** Epoch seconds at which everything is decided. */
export const now = 1_800_000_000

export const base = parseRegistryDocuments(repository, options)

interface Changes {
  readonly client?: (client: Client) => Partial<Client>
  readonly api?: (api: Api) => Partial<Api>
  readonly organisation?: Partial<Organisation>
}

/** The repository's registry after somebody changed something about EPJ Nordfjell, its organisation, or the APIs. */
export function registryWith(changes: Changes): Registry {
  return new Registry({
    organisations: base
      .organisations()
      .map((o) => (o.organisationNumber === '999977774' ? { ...o, ...changes.organisation } : o)),
    apis: base.apis().map((api) => ({ ...api, ...changes.api?.(api) })),
    clients: base.clients().map((c) => (c.clientId === 'epj-nordfjell' ? { ...c, ...changes.client?.(c) } : c)),
  })
}

export const kjernejournal = 'nhn:kjernejournal/api'
export const resept = 'nhn:reseptformidleren/api'

export const request: ScopesRequest = {
  clientId: 'epj-nordfjell',
  scopes: ['openid', 'offline_access', kjernejournal, resept],
  resources: [],
  kind: 'user',
}
export const machineRequest: ScopesRequest = { ...request, scopes: [kjernejournal], kind: 'machine' }

export function refusalOf(decision: { readonly kind: 'granted' } | Refused): Refused {
  if (decision.kind === 'granted') throw new Error('granted')
  return decision
}

export const noAgreement = { customerAgreement: true, termsOfUse: true, riskAssessment: false }
