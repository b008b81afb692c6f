import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Expected, expectRefusal, expectSilentLog } from '../support/attack-bench.ts'
import { redirectUriOf, startTestBroker, type TestBroker } from '../support/broker.ts'
import { bolgen, multiTenant, nordfjell, nordfjellChild, singleTenant } from '../support/details.ts'
import { post, type TestClient } from '../support/test-client.ts'
import { organisationRows } from './organisation-rows.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

const scope = 'nhn:kjernejournal/api'
const denied: Expected = { status: 400, error: 'access_denied' }
/** A machine's token with these claims in its assertion. */
const tokenWith = async (client: TestClient, claims: Record<string, unknown>) =>
  client.token({ ...(await client.authentication(claims)), grant_type: 'client_credentials', scope })

describe('a token for an organisation that the client may not act for', () => {
  it.each(organisationRows)('is refused with $code: $name ($source)', async (row) => {
    const client = await broker.client(row.client)
    const answer = await tokenWith(client, row.claims)
    expectRefusal(answer, row.expected)
    const description = String(answer.body.error_description)
    expect(description).toMatch(new RegExp(`^${row.code}: `))
    expect(description.slice(description.lastIndexOf('('))).toBe(`(${row.pointer})`)
    expectSilentLog(broker)
    expect((await tokenWith(client, {})).status).toBe(200)
  })

  it.each(organisationRows.filter((row) => row.client !== 'integrasjon-nordfjell'))(
    'is refused at the pushed request already: $code, $name ($source)',
    async ({ client: clientId, claims, expected, code }) => {
      const client = await broker.client(clientId)
      const { answer } = await client.push({
        ...(await client.authentication(claims)),
        redirect_uri: redirectUriOf(client),
      })
      expectRefusal(answer, expected)
      expect(answer.body.error_description).toContain(code)
    },
  )

  it.each(['assertion_details', 'authorization_details'])(
    'is refused when %s stand as a form parameter, unsigned (HelseID 1.5)',
    async (name) => {
      const client = await broker.client('skyjournal')
      const details = JSON.stringify([multiTenant(nordfjell)])
      const expected = { status: 400, error: 'invalid_request' }
      expectRefusal(await client.machineToken(scope, { [name]: details }), expected)
      const { answer } = await client.push({ [name]: details, redirect_uri: redirectUriOf(client) })
      expectRefusal(answer, expected)
      expect(answer.body.error_description).toContain(name)
      expectSilentLog(broker)
    },
  )

  it('is refused when another key than the client has signed the assertion (RFC 7523 section 3)', async () => {
    const [client, other] = [await broker.client('skyjournal'), await broker.client('epj-nordfjell')]
    const forged = Object.assign(await broker.client('skyjournal'), { key: other.key })
    const answer = await tokenWith(forged, { assertion_details: [multiTenant(nordfjell)] })
    expectRefusal(answer, { status: 401, error: 'invalid_client' })
    expect((await tokenWith(client, {})).status).toBe(200)
  })

  it('spends the assertion of a refused request (RFC 7523 section 3)', async () => {
    const client = await broker.client('skyjournal')
    const form = {
      ...(await client.authentication({ assertion_details: [multiTenant('310000094')] })),
      grant_type: 'client_credentials',
      scope,
    }
    expectRefusal(await client.token(form), denied)
    expectRefusal(await client.token(form), { status: 401, error: 'invalid_client' })
    const pushed = { ...form, response_type: 'code' }
    expectRefusal(await post(`${client.issuer}/connect/par`, pushed), { status: 401, error: 'invalid_client' })
  })
})

describe('what the registry says now', () => {
  const past = '2026-01-01T00:00:00+01:00'
  it.each([
    ['a delegation that is revoked', { 'delegations/999977774-310000116': { status: 'revoked' } }],
    [
      'one that has run out',
      { 'delegations/999977774-310000116': { valid_from: '2025-01-01T00:00:00Z', valid_until: past } },
    ],
    ['one that begins later', { 'delegations/999977774-310000116': { valid_from: '2090-01-01T00:00:00Z' } }],
    ['a parent that is disabled', { 'organisations/999977774': { status: 'disabled' } }],
    [
      'a parent without its agreements',
      {
        'organisations/999977774': {
          agreements: { customer_agreement: true, terms_of_use: true, risk_assessment: false },
        },
      },
    ],
  ] as const)('refuses %s with HID-1001, and other tenants go on (HelseID 4)', async (_name, changes) => {
    const changed = await startTestBroker(changes)
    try {
      const client = await changed.client('skyjournal')
      const answer = await tokenWith(client, { assertion_details: [multiTenant(nordfjell)] })
      expectRefusal(answer, denied)
      expect(answer.body.error_description).toContain('HID-1001: ')
      expect((await tokenWith(client, { assertion_details: [multiTenant(bolgen)] })).status).toBe(200)
      expectSilentLog(changed)
    } finally {
      await changed.close()
    }
  })

  it.each([
    ['a child that is disabled', 'skyjournal', 'HID-1003', { 'organisations/310000132': { status: 'disabled' } }],
    [
      'a child outside the delegation',
      'skyjournal',
      'HID-1003',
      { 'delegations/999977774-310000116': { child_organisations: [] } },
    ],
    [
      'a child of its own that is disabled',
      'epj-nordfjell',
      'HID-1002',
      { 'organisations/310000132': { status: 'disabled' } },
    ],
  ] as const)('refuses %s (HelseID 1.4)', async (_name, clientId, code, changes) => {
    const changed = await startTestBroker(changes)
    try {
      const client = await changed.client(clientId)
      const detail = clientId === 'skyjournal' ? multiTenant(nordfjell, nordfjellChild) : singleTenant(nordfjellChild)
      const answer = await tokenWith(client, { assertion_details: [detail] })
      expectRefusal(answer, denied)
      expect(answer.body.error_description).toContain(`${code}: `)
    } finally {
      await changed.close()
    }
  })

  it('refuses a sub-unit that a single-tenant client of a sub-unit names (HelseID 1.4: HID-1010)', async () => {
    const changed = await startTestBroker({ 'epj-nordfjell': { organisation: '310000132', child_organisations: [] } })
    try {
      const client = await changed.client('epj-nordfjell')
      const answer = await tokenWith(client, { assertion_details: [singleTenant(nordfjellChild)] })
      expectRefusal(answer, denied)
      expect(answer.body.error_description).toContain('HID-1010: ')
    } finally {
      await changed.close()
    }
  })
})
