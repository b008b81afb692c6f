import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { read, type TestClient } from '../support/test-client.ts'

const scope = 'helseid://scopes/hpr/hpr_number'
const number = 'helseid://claims/hpr/hpr_number'
const details = 'helseid://claims/hpr/hpr_details'

let broker: TestBroker
let epj: TestClient
beforeAll(async () => {
  const old = { scope: `openid profile offline_access ${scope} helseid://scopes/hpr` }
  broker = await startTestBroker({ 'epj-nordfjell': old })
  epj = await broker.client('epj-nordfjell')
})
afterAll(() => broker.close())

const login = (persona: string, scopes: string) => tokensOf(epj, persona, { parameters: { scope: scopes } })

describe('the HPR number', () => {
  it.each([scope, 'helseid://scopes/hpr'])(
    'is a string in the ID token of health personnel, by the scope %s',
    async (name) => {
      const { idToken } = await login('P02', `openid ${name}`)
      expect(decodeJwt(idToken)[number]).toBe('181000001')
      expect(decodeJwt(idToken)).not.toHaveProperty([details])
    },
  )

  it.each(['openid', 'openid profile'])('is not there for the scopes %s', async (scopes) => {
    const { idToken, accessToken } = await login('P02', scopes)
    expect(decodeJwt(idToken)).not.toHaveProperty([number])
    const { body } = await epj.userinfo(accessToken)
    expect(body).not.toHaveProperty([number])
    expect(body).not.toHaveProperty([details])
  })

  it('is left out for who is no health personnel: no empty claim, no null', async () => {
    const { idToken, accessToken } = await login('P01', `openid ${scope} nhn:kjernejournal/api`)
    expect(decodeJwt(idToken)).not.toHaveProperty([number])
    expect(decodeJwt(accessToken)).not.toHaveProperty([number])
    const { body } = await epj.userinfo(accessToken)
    expect(body).not.toHaveProperty([number])
    expect(body).not.toHaveProperty([details])
  })

  it('is in an access token by the contract of the API, whatever scopes the client has', async () => {
    const { idToken, accessToken } = await login('P02', 'openid nhn:kjernejournal/api')
    expect(decodeJwt(accessToken)[number]).toBe('181000001')
    expect(decodeJwt(idToken)).not.toHaveProperty([number])
  })

  it('is not in a token for an API that did not choose it', async () => {
    const { accessToken } = await login('P02', `openid ${scope}`)
    expect(decodeJwt(accessToken)).not.toHaveProperty([number])
  })

  it('is never in the token of a machine', async () => {
    const { body } = await epj.machineToken('nhn:kjernejournal/api')
    expect(decodeJwt(String(body.access_token))).not.toHaveProperty([number])
  })

  it('comes with its approvals at userinfo, in the form that clients of HelseID parse', async () => {
    const { accessToken } = await login('P02', `openid ${scope}`)
    const { body } = await epj.userinfo(accessToken)
    expect(body[number]).toBe('181000001')
    expect(body[details]).toEqual({
      approvals: [
        {
          profession: 'LE',
          authorization: { value: '1', description: 'Autorisasjon' },
          requisition_rights: [{ value: '1', description: 'Full rekvisisjonsrett' }],
          specialities: [{ value: '1', description: 'Allmennmedisin' }],
        },
      ],
      // A number here, a string in the claim beside it.
      hpr_number: 181000001,
    })
  })

  it('is announced: a claim that is supported, and a scope', async () => {
    const metadata = await read(await fetch(`${broker.issuer}/.well-known/openid-configuration`))
    expect(metadata.body.claims_supported).toContain(number)
    expect(metadata.body.scopes_supported).toContain(scope)
  })
})
