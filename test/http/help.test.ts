import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '#src/views/texts/by-language.ts'
import { loginAs, startTestBroker, type TestBroker } from '../support/broker.ts'
import { languages } from '../support/screenshots.ts'

let broker: TestBroker
beforeAll(async () => {
  broker = await startTestBroker()
})
afterAll(() => broker.close())

/** What a person must be told of each method, by requirement (reference, section 15.1). */
const told = {
  nb: ['kodebrikke', 'GODTA', 'ddmmåå', 'kortleser', 'tre år', 'Norsk Tipping', 'USB-pinnen', 'hengelåsen', 'SMS', '16 år', 'Skatteetaten', 'MinID'],
  nn: ['kodebrikke', 'GODTA', 'ddmmåå', 'kortlesar', 'tre år', 'Norsk Tipping', 'USB-pinnen', 'hengjelåsen', 'SMS', '16 år', 'Skatteetaten', 'MinID'],
  en: ['code device', 'GODTA', 'ddmmyy', 'card reader', 'three years', 'Norsk Tipping', 'USB stick', 'padlock', 'text message', 'be 16', 'Tax Administration', 'MinID'],
} as const // biome-ignore format: a table is read by its columns

describe('the help page', () => {
  it.each(languages)(
    'tells in %s what each eID needs, where one is, whom to call and what we never ask',
    async (language) => {
      const html = await (await fetch(`${broker.issuer}/help?lang=${language}`)).text()
      expect(html).toContain(`<html lang="${language}"`)
      for (const words of told[language]) expect(html, words).toContain(words)
      for (const { heading } of Object.values(texts[language].help.sections)) expect(html).toContain(heading)
      expect(html).toContain(new URL(broker.issuer).host)
      expect(html).toContain('23 32 70 00')
    },
  )

  it('is one press away from the choice of eID and from a refusal', async () => {
    const client = await broker.client('epj-nordfjell')
    for (const provider of ['none', 'bankid-oidc']) {
      const { end } = await loginAs(client, 'P01', { provider, choices: { press: 'cancel' } })
      expect(end.html).toContain('href="/help"')
    }
  })
})
