import { describe, expect, it } from 'vitest'
import { checkGrantLogin } from '#src/authorization-server/check-grant-login.ts'
import { loadRegistryFiles } from '#src/registry/load-registry-files.ts'
import { Registry } from '#src/registry/registry.ts'
import { bolgen, nordfjell, supplier } from '../support/details.ts'

const registry = loadRegistryFiles('clients', {
  environment: 'development',
  placeholders: { TILLIT_DEMO_URL: 'http://localhost:3002', TILLIT_DEMO_API_URL: 'http://localhost:3003' },
})
const login = {
  id: 'l',
  providerId: 'helseplattformen-oidc',
  method: 'bankid' as const,
  level: 4 as const,
  authTime: 1,
  pid: '',
  subject: 's',
  name: {},
}

function isCarried(
  employer: string | undefined,
  clientId: string,
  parent: string | undefined,
  of: Registry = registry,
): boolean {
  const tenancy = clientId === 'skyjournal' ? 'multi-tenant' : 'single-tenant'
  const acting = { tenancy, ...(parent === undefined ? {} : { parent }) } as const
  const grant = {
    login: { ...login, ...(employer === undefined ? {} : { employer }) },
    minimumLevel: 4 as const,
    offlineAccess: false,
  }
  try {
    checkGrantLogin(of, { now: 1_700_000_000, clientId, scopes: ['nhn:kjernejournal/api'], grant, acting })
    return true
  } catch {
    return false
  }
}

describe('a regional login behind a token', () => {
  it.each([
    ['carries a multi-tenant client for its own employer', nordfjell, 'skyjournal', nordfjell, true],
    ['does not for another of its tenants', nordfjell, 'skyjournal', bolgen, false],
    ['of the supplier does not for a tenant', supplier, 'skyjournal', nordfjell, false],
    ['carries a single-tenant client of the employer', nordfjell, 'epj-nordfjell', nordfjell, true],
    ['does not carry one of another organisation', bolgen, 'epj-nordfjell', nordfjell, false],
  ])('%s', (_what, employer, clientId, parent, carried) => {
    expect(isCarried(employer, clientId, parent)).toBe(carried)
    expect(isCarried(undefined, clientId, parent)).toBe(true)
  })

  it("of the supplier's main unit does not carry a token for a tenant", () => {
    const organisations = registry
      .organisations()
      .map((each) => (each.organisationNumber === supplier ? { ...each, parent: bolgen } : each))
    const content = { organisations, apis: registry.apis(), clients: registry.clients() }
    const other = new Registry({ ...content, delegations: registry.delegations() })
    expect(isCarried(bolgen, 'skyjournal', nordfjell, other)).toBe(false)
    expect(isCarried(bolgen, 'skyjournal', undefined, other), "the supplier's own").toBe(true)
  })
})
