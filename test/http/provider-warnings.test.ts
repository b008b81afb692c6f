import { describe, expect, it } from 'vitest'
import development from '#config/development.json' with { type: 'json' }
import { loginAs, type RegistryChanges, startTestBroker } from '../support/broker.ts'

const missing = 'no identity provider is configured'
const unregistered = '"exception":"employer: not_registered"'

/** The start of a broker, up to the warnings and a look at what a person sees. */
async function start(changes: RegistryChanges, settings: Readonly<Record<string, unknown>>) {
  const broker = await startTestBroker(changes, settings)
  try {
    const { end } = await loginAs(await broker.client('epj-fjord'), 'P16', { provider: 'none' })
    return { warnings: broker.startText(), page: end.html }
  } finally {
    await broker.close()
  }
}

/** Both regions speak for this employer instead of their own. */
const stranger = development.identity_providers.map((each) =>
  'employer' in each.settings ? { ...each, settings: { ...each.settings, employer: '310000108' } } : each,
)

describe('what is told about the providers when the broker starts', () => {
  it('is nothing when all is in order', async () => {
    const { warnings } = await start({}, {})
    expect(warnings).not.toContain(missing)
    expect(warnings).not.toContain(unregistered)
  })

  it('is that there are none, as in the test and production files that are shipped; the page says so too', async () => {
    const { warnings, page } = await start({}, { identity_providers: [] })
    expect(warnings).toContain(missing)
    expect(page).toContain('Ingen eID kan brukes her nå')
  })

  it('is each region whose employer is not in force in the registry, by id and number', async () => {
    const { warnings, page } = await start(
      { 'organisations/310000108': { status: 'disabled' } },
      { identity_providers: stranger },
    )
    const lines = warnings.split('\n').filter((line) => line.includes(unregistered))
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { idp: 'helse-midt-oidc', employer: '310000108' },
      { idp: 'helseplattformen-oidc', employer: '310000108' },
    ])
    expect(page).not.toContain('helseplattformen-oidc')
  })

  it('is the same for an employer that was never registered', async () => {
    const unknown = stranger.map((each) => ({
      ...each,
      settings: { ...each.settings, ...('employer' in each.settings ? { employer: '999999999' } : {}) },
    }))
    const { warnings } = await start({}, { identity_providers: unknown })
    expect(warnings).toContain('its employer is not in the registry: no client can use its logins')
  })
})
