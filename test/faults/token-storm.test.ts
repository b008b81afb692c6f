import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { redirectUriOf, tokensOf } from '../support/broker.ts'
import { TestClient } from '../support/test-client.ts'
import { type KillableBroker, stores } from './stores.ts'
import { machineForm, newCode, prepare, storm, withAssertion } from './token-storm.ts'

const codes = 12
/** Several hundred requests and two starts, on a machine that has others to serve. */
const stormMilliseconds = 180_000

describe.each(stores)('kill -9 in a storm of token requests, on $store', ({ start }) => {
  let at: KillableBroker
  beforeAll(async () => {
    at = await start()
  })
  afterAll(() => at?.stop())

  it(
    'leaves everything in force that was answered before it',
    async () => {
      const client = await TestClient.load('epj-nordfjell', at.processes.issuer)
      const ended = await tokensOf(client, 'P01', { parameters: { scope: 'openid offline_access' } })
      const prepared = await prepare(client, codes)
      const { acknowledged, over } = storm(client, prepared)
      const isEnough = () =>
        acknowledged.assertions.length >= 30 && acknowledged.redeemed.length >= 4 && acknowledged.refreshes >= 4
      await expect.poll(isEnough, { timeout: 60_000, interval: 5 }).toBe(true)
      await ended.browser.get(`${at.processes.issuer}/connect/endsession?id_token_hint=${ended.idToken}`)
      const untouched = await newCode(client, prepared.browser)
      await at.kill()
      await over
      await at.restart()

      // What was given and not used yet can be used. First, for a code lives a minute.
      const redirectUri = redirectUriOf(client)
      expect((await client.redeem(untouched.code, untouched.pushed, redirectUri)).status).toBe(200)

      // Spent assertions stay spent. They are the youngest, so that none is refused for its age alone.
      const before = at.processes.output().split('assertion_replayed').length
      const youngest = acknowledged.assertions.slice(-15)
      for (const assertion of youngest) {
        const answer = await withAssertion(client, assertion, machineForm)
        expect({ status: answer.status, error: answer.body['error'] }).toEqual({ status: 401, error: 'invalid_client' })
      }
      expect(Number(decodeJwt(youngest[0] ?? '').exp)).toBeGreaterThan(Date.now() / 1000)
      const toldReplayed = () => at.processes.output().split('assertion_replayed').length - before
      await expect.poll(toldReplayed, { timeout: 20_000 }).toBe(youngest.length)

      // Refresh tokens that were given work, also the one that was in use all the time.
      const refresh = (token: string) => client.token({ grant_type: 'refresh_token', refresh_token: token })
      const given = [prepared.tokens, ...acknowledged.redeemed].map(({ refreshToken }) => refreshToken)
      for (const token of given) expect((await refresh(token)).status).toBe(200)

      // Redeemed codes stay redeemed, and what was ended stays ended.
      const invalidGrant = { status: 400, error: 'invalid_grant' }
      for (const { code, pushed } of acknowledged.redeemed) {
        const answer = await client.redeem(code, pushed, redirectUri)
        expect({ status: answer.status, error: answer.body['error'] }).toEqual(invalidGrant)
      }
      const dead = await refresh(ended.refreshToken)
      expect({ status: dead.status, error: dead.body['error'] }).toEqual(invalidGrant)
    },
    stormMilliseconds,
  )
})
