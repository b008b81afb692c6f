import { decodeJwt } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadConfig } from '#config/load-config.ts'
import { adapterKinds } from '#idp-adapters/kinds.ts'
import { loadProviders } from '#src/load-providers.ts'
import { listProviderExceptions } from '#src/login/provider-exceptions.ts'
import { systemClock } from '#src/operations/clock.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { loginAs, startTestBroker, type TestBroker, tokensOf } from '../support/broker.ts'
import { loadDevelopmentClientKey } from '../support/simulators.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

const provider = 'bankid-mobil'

describe('BankID på mobil', () => {
  it.each([
    ['by number and birth date', { mobileNumber: '90000001', birthDate: '071184' }],
    ['as a test person', {}],
  ])('logs in at level 4 %s, with two screens', async (_title, choices) => {
    const { idToken } = await tokensOf(await broker.client('epj-nordfjell'), 'P01', { provider, choices })
    expect(decodeJwt(idToken)).toMatchObject({ acr: 'Level4', amr: ['bankid-mobil'], idp: provider })
    expectSilentLog(broker)
  })

  it.each([
    ['the phone is off', { fault: 'bim-phone-off' }, 'login_timed_out', 'Innloggingen tok for lang tid'],
    [
      'a login runs already',
      { fault: 'bim-already-running', press: 'cancel-when-told' },
      'login_in_progress',
      'En annen innlogging er i gang',
    ],
    ['the person rejects on the phone', { onPhone: 'reject' }, 'cancelled', 'Du avbrøt innloggingen'],
    ['the acr is another', { fault: 'acr-lower' }, 'level_unknown', 'Vi vet ikke hvor sikker innloggingen var'],
    ['the amr is another', { fault: 'amr-odd' }, 'level_unknown', 'Vi vet ikke hvor sikker innloggingen var'],
  ] as const)('tells the person when %s', async (_title, choices, reason, text) => {
    const { code, end } = await loginAs(await broker.client('epj-nordfjell'), 'P01', { provider, choices })
    expect([code, end.status]).toEqual(['', 200])
    expect(end.html).toContain(text)
    expect(broker.logText()).toContain(`"reason":"${reason}"`)
    expectSilentLog(broker)
  })

  it('never ends when the phone shows other words, whatever was accepted there', async () => {
    const client = await broker.client('epj-nordfjell')
    await expect(loginAs(client, 'P01', { provider, choices: { fault: 'bim-other-words' } })).rejects.toThrow(
      'no end after',
    )
  })
})

describe('the providers of development', () => {
  const config = loadConfig({ TILLIT_ENVIRONMENT: 'development' })

  it('name their exceptions, one by one, for the log at the start', () => {
    const providers = loadProviders(config, adapterKinds, systemClock)
    expect(listProviderExceptions(providers).map(({ providerId, name }) => [providerId, name])).toEqual([
      ['helse-midt-oidc', 'par: not_supported'],
      ['helse-midt-oidc', 'client_assertion_alg: RS256'],
      ['helseplattformen-oidc', 'par: not_supported'],
    ])
  })

  it('speak for employers that are registered organisations', async () => {
    const providers = loadProviders(config, adapterKinds, systemClock)
    const employers = providers.flatMap(({ adapter }) => adapter.employer ?? [])
    expect(employers).toEqual(['310000086', '310000086'])
    const answer = await fetch(`${broker.issuer}/connect/availableidps`)
    const listed = (await answer.json()) as readonly { readonly id: string; readonly levels: readonly number[] }[]
    const levels = listed.map((one) => [one.id, one.levels])
    expect(Object.fromEntries(levels)).toEqual({
      'idporten-oidc': [4, 3],
      'bankid-oidc': [4, 3],
      'buypass-oidc': [4],
      'commfides-oidc': [4],
      'bankid-mobil': [4],
      'helse-midt-oidc': [3, 2],
      'helseplattformen-oidc': [4, 3],
    })
  })

  it('do not start in production with one that exists as a simulator only', async () => {
    const clientKey = await loadDevelopmentClientKey()
    const kind = adapterKinds.find((each) => each.kind === provider)
    const parts = { providerId: provider, environment: 'production', now: () => 0, fetch, clientKey } as const
    expect(() => kind?.create({ issuer: 'https://x.example', client_id: 't' }, parts)).toThrow('a simulator only')
    const production = { ...config, environment: 'production' as const }
    expect(() => loadProviders(production, adapterKinds, systemClock)).toThrow(
      'identity_providers.bankid-mobil.settings.(kind): found bankid-mobil',
    )
  })
})
