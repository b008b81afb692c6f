import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { buildPid, kinds, type PidKind } from '../properties/person-numbers.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { loginAs, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

const pidClaim = 'helseid://claims/identity/pid'

/** TestID is whoever one says that one is. */
const anybody = (pid: string) => ({ provider: 'idporten-oidc', choices: { method: 'testid', pid } }) as const

/** The first number of this kind whose control digits exist. */
function numberOf(kind: PidKind): string {
  const parts = { day: 7, month: 11, year: 84, rule: 1964, ...kinds[kind] } as const
  const found = [500, 501, 502, 503].flatMap((individual) => buildPid({ ...parts, individual }) ?? [])[0]
  if (found === undefined) throw new Error('no number found')
  return found
}

describe('who may log in', () => {
  it.each(
    personas.personas.filter(
      ({ eids, bankid_error, deceased }) =>
        eids.some((eid) => eid === 'bankid') && bankid_error === undefined && deceased === undefined,
    ),
  )('$id, with the own number and a pseudonym that is none ($use)', async ({ id, pid }) => {
    const client = await broker.client('helsekort-web')
    const { idToken } = await tokensOf(client, id, { parameters: { scope: 'openid helseid://scopes/identity/pid' } })
    const claims = decodeJwt(idToken)
    expect(claims[pidClaim]).toBe(pid)
    expect(claims.sub).not.toContain(pid)
    expectSilentLog(broker)
  })

  it.each(personas.rules_of_2032_only)('number %#, whose control digits follow the rule of 2032', async (pid) => {
    const client = await broker.client('helsekort-web')
    const login = await tokensOf(client, 'P01', {
      ...anybody(pid),
      parameters: { scope: 'openid helseid://scopes/identity/pid' },
    })
    expect(decodeJwt(login.idToken)[pidClaim]).toBe(pid)
  })

  it.each([
    ['a real-form number', numberOf('fødselsnummer'), 'pid_kind_not_allowed'],
    ['a real-form D-number', numberOf('D-number'), 'pid_kind_not_allowed'],
    ['a felles hjelpenummer', personas.felles_hjelpenummer[0] ?? '', 'pid_kind_not_allowed'],
    ['a number with a wrong control digit', personas.must_fail[0] ?? '', 'pid_invalid'],
  ])('not %s outside production, and neither page nor log shows it', async (_name, pid, reason) => {
    const client = await broker.client('helsekort-web')
    const before = broker.logText().length
    const { code, end } = await loginAs(client, 'P01', anybody(pid))
    expect(code).toBe('')
    expect(end.html).toContain('data-testid="reference-code"')
    expect(end.html).not.toContain(pid)
    expect(broker.logText().slice(before)).toContain(`"reason":"${reason}"`)
    expect(broker.logText()).not.toContain(pid)
    expectSilentLog(broker)
  })

  it.each(['pid-malformed', 'pid-missing'])(
    'nobody whose number is not one (%s), and the page does not show it',
    async (fault) => {
      const client = await broker.client('helsekort-web')
      const { code, end } = await loginAs(client, 'P01', { choices: { fault } })
      expect(code).toBe('')
      expect(end.html).toContain('data-testid="reference-code"')
      expect(end.html).not.toContain('0791844993')
      expectSilentLog(broker)
    },
  )

  it('gives one person one sub at every client and through every provider, and no two people the same', async () => {
    const card = await broker.client('helsekort-web')
    const course = await broker.client('kurspaamelding-web')
    const subs = [
      await tokensOf(card, 'P01'),
      await tokensOf(course, 'P01', { provider: 'idporten-oidc' }),
      await tokensOf(card, 'P02'),
    ].map(({ idToken }) => decodeJwt(idToken).sub)
    expect(subs[0]).toBe(subs[1])
    expect(subs[0]).not.toBe(subs[2])
  })
})
