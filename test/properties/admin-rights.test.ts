import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Actor } from '#src/admin/actor.ts'
import { judgePlan } from '#src/admin/rights/judge-plan.ts'
import type { EntityKind } from '#src/registry/entity-kind.ts'
import type { PlannedAction, PlannedChange } from '#src/registry/store/change.ts'
import { openRegistryNode, type RegistryNode } from '../support/registry-store.ts'

let node: RegistryNode
const dataDir = mkdtempSync(join(tmpdir(), 'tillit-rights-'))
beforeAll(async () => {
  node = await openRegistryNode(dataDir)
  await node.seed()
})
afterAll(async () => {
  await node.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const owner = (organisation: string): Actor => ({
  author: { kind: 'client', id: 'somebody' },
  scopes: new Set(['tillit:admin/registry.write']),
  organisations: new Set([organisation]),
})
const documentOf = (kind: EntityKind, id: string) =>
  JSON.parse(node.live.current.documents.get({ kind, id })?.text ?? '{}')

/** What is refused of a change, as the registry would plan it. */
async function refused(
  actor: Actor,
  ref: { kind: EntityKind; id: string },
  members: Readonly<Record<string, unknown>> | undefined,
): Promise<readonly string[]> {
  const before = documentOf(ref.kind, ref.id)
  const document = members === undefined ? undefined : { ...before, ...members }
  const plan = await node.store.plan([{ ...ref, document }])
  return judgePlan(actor, plan, node.live.registry).map(({ pointer, found }) => `${pointer}: ${found}`)
}

const client = { kind: 'client', id: 'epj-nordfjell' } as const
const api = { kind: 'api', id: 'nhn:kjernejournal' } as const
const machine = { kind: 'client', id: 'integrasjon-nordfjell' } as const
const clientOwner = owner('999977774')

describe('what an owner may change', () => {
  it.each([
    { client_name: 'Nytt navn' },
    { redirect_uris: ['http://localhost:3002/signin-oidc', 'http://localhost:3002/other'] },
    { status: 'disabled' },
    { minimum_age: 18 },
    { scope: 'openid profile' },
  ])('of the own client: %j', async (members) => {
    expect(await refused(clientOwner, client, members)).toEqual([])
  })

  it.each([
    [{ assertion_exceptions: ['string_dates'] }, '/assertion_exceptions'],
    [{ signing_algs: ['ES256'] }, '/signing_algs'],
    [{ userinfo_bearer: true }, '/userinfo_bearer'],
    [
      {
        minimum_security_level: 3,
        minimum_security_level_reason: 'fordi',
        minimum_security_level_decided_by: 'meg',
        minimum_security_level_decided_at: '2026-01-01',
      },
      '/minimum_security_level',
    ],
    [{ person_register_policy: 'continue_without_hpr' }, '/person_register_policy'],
    [{ tenancy: 'multi-tenant' }, '/tenancy'],
  ] as const)('not of the own client: %j', async (members, pointer) => {
    expect((await refused(clientOwner, client, members)).map((line) => line.split(':')[0])).toContain(pointer)
  })

  it('not what is told about people', async () => {
    const { scope } = documentOf('client', 'helsekort-web')
    const more = `${scope} helseid://scopes/identity/pid_pseudonym helseid://scopes/identity/pid`
    const { organisation } = documentOf('client', 'helsekort-web')
    const found = await refused(owner(organisation), { kind: 'client', id: 'helsekort-web' }, { scope: more })
    expect(found.every((line) => line.startsWith('/scope: '))).toBe(true)
    expect(found.length).toBeGreaterThan(0)
  })

  it('nothing of somebody else’s, not even by taking it over', async () => {
    expect(await refused(owner('310000116'), client, { client_name: 'Vårt' })).toEqual([
      ': an entity of another organisation',
    ])
    expect(
      await refused(owner('310000116'), client, { organisation: '310000116', child_organisations: [] }),
    ).not.toEqual([])
    expect(await refused(clientOwner, client, { organisation: '310000116', child_organisations: [] })).not.toEqual([])
    expect(await refused(owner('999977774'), { kind: 'organisation', id: '310000116' }, { name: 'X' })).not.toEqual([])
  })

  it('not its agreements, and no removal', async () => {
    const agreements = { customer_agreement: true, terms_of_use: false, risk_assessment: true }
    const self = { kind: 'organisation', id: '999977774' } as const
    expect(await refused(clientOwner, self, { agreements })).toEqual(['/agreements: a change'])
    expect(await refused(owner('310000140'), { kind: 'client', id: 'kurspaamelding-web' }, undefined)).not.toEqual([])
  })

  it('of the own API what it is called and who must be asked, not what it is told of people or how safe it is', async () => {
    const { owner: number, access_token, scopes } = documentOf('api', api.id)
    const apiOwner = owner(number)
    expect(await refused(apiOwner, api, { name: 'Nytt navn' })).toEqual([])
    const told = { ...access_token, claims: [] }
    expect(await refused(apiOwner, api, { access_token: told })).toEqual(['/access_token/claims: a change'])
    const weak = { ...access_token, sender_constraint: 'any' }
    expect(await refused(apiOwner, api, { access_token: weak })).toEqual(['/access_token/sender_constraint: a change'])
    const lower = {
      minimum_security_level: 3,
      minimum_security_level_reason: 'fordi',
      minimum_security_level_decided_by: 'meg',
      minimum_security_level_decided_at: '2026-01-01',
    }
    const floors = [{ ...scopes[0], ...lower }, ...scopes.slice(1)]
    expect(await refused(apiOwner, api, { scopes: floors })).toEqual(['/scopes: a change'])
  })
})

describe('an owner’s access', () => {
  const withAccess = (access: Readonly<Record<string, unknown>>) => {
    const { access: old } = documentOf('client', machine.id)
    const others = old.filter(({ scope }: { scope: string }) => scope !== access['scope'])
    return { access: [...others, access] }
  }

  it('may be asked for', async () => {
    const asked = { scope: 'nhn:reseptformidleren/api', status: 'requested', requested_by: 'somebody' }
    expect(await refused(clientOwner, machine, withAccess(asked))).toEqual([])
    const other = withAccess({ ...asked, requested_by: 'somebody else' })
    expect(await refused(clientOwner, machine, other)).toHaveLength(1)
  })

  it('may be given up', async () => {
    expect(await refused(clientOwner, machine, { access: [] })).toEqual([])
  })

  it.each([
    { status: 'approved', approved_by: '310000094' },
    { status: 'requested', decided_by: 'eieren' },
    { status: 'refused' },
    { status: 'revoked' },
  ])('may not be decided: %j', async (decision) => {
    const found = await refused(clientOwner, machine, withAccess({ scope: 'nhn:reseptformidleren/api', ...decision }))
    expect(found.map((line) => line.split(':')[0]?.replace(/\d+/, 'n'))).toContain('/access/n')
  })

  it('may not be prolonged', async () => {
    const [first] = documentOf('client', machine.id).access
    const longer = withAccess({ ...first, valid_until: '2099-01-01T00:00:00Z' })
    expect(await refused(clientOwner, client, longer)).not.toEqual([])
  })
})

describe('what is disabled', () => {
  it('is made active again by an operator, not by its owner', () => {
    const change = (action: PlannedAction): PlannedChange => {
      const document = documentOf('client', client.id)
      return {
        ...client,
        action,
        before: JSON.stringify({ ...document, status: 'disabled' }),
        after: JSON.stringify(document),
        members: ['status'],
        organisation: '999977774',
        status: 'active',
      }
    }
    const judge = (actor: Actor) =>
      judgePlan(actor, { base: 1, changes: [change('enable')], unchanged: [] }, node.live.registry)
    expect(judge(clientOwner)).toHaveLength(1)
    expect(judge(owner('000000000'))).toEqual([])
  })
})
