import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

describe('userinfo', () => {
  it('answers GET and POST, for a token of an API as well, with the sub of the ID token, and may not be cached', async () => {
    const client = await broker.client('epj-nordfjell')
    for (const scope of ['openid profile', 'openid profile nhn:kjernejournal/api']) {
      const { accessToken, idToken } = await tokensOf(client, 'P02', { parameters: { scope } })
      for (const method of ['GET', 'POST']) {
        const answer = await client.userinfo(accessToken, { method })
        expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store'])
        expect(answer.body).toEqual({
          sub: decodeJwt(idToken).sub,
          name: 'Ingrid Solheim',
          given_name: 'Ingrid',
          family_name: 'Solheim',
          userinfo_issued_at: expect.any(Number),
        })
      }
    }
  })
})
