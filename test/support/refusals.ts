import { expect } from 'vitest'
import { type Reason, reasons } from '#src/http/reasons.ts'
import { texts } from '#src/views/texts/by-language.ts'
import { pidsIn } from './attack-bench.ts'
import { type Login, redirectUriOf, type TestBroker } from './broker.ts'
import { formsOf } from './browser.ts'
import { languages } from './screenshots.ts'
import type { TestClient } from './test-client.ts'

/**
 * A login that was refused for this reason: the page says so in three languages and shows no number, nothing was given
 * out, the log names the reason, and the button back brings the OAuth error with `state` and `iss` to the client.
 */
export async function expectRefusedLogin(
  parts: { readonly broker: TestBroker; readonly client: TestClient; readonly login: Login },
  reason: Reason,
): Promise<void> {
  const { broker, client, login } = parts
  const { browser, end, pushed } = login
  expect(login.code).toBe('')
  const url = new URL(end.url)
  expect([url.origin, end.status]).toEqual([broker.issuer, 200])
  for (const language of languages) {
    const { html } = await browser.get(`${broker.issuer}${url.pathname}?lang=${language}`)
    expect(html).toContain(`<html lang="${language}"`)
    expect(html).toMatch(headingPattern(texts[language].reasons[reason].heading))
    expect(html).toContain('data-testid="reference-code"')
    expect(pidsIn(html)).toEqual([])
  }
  expect(broker.logText()).toContain(`"reason":"${reason}"`)
  const form = formsOf(end).findIndex(({ buttons }) => buttons.some(({ name }) => name === 'back'))
  const back = await browser.submit(end, { back: '1' }, { stopAt: redirectUriOf(client), form })
  const { error, state, iss, ...rest } = Object.fromEntries(new URL(back.url).searchParams)
  expect({ error, state, iss }).toEqual({ error: reasons[reason].error, state: pushed.state, iss: broker.issuer })
  expect(rest).not.toHaveProperty('code')
}

/** The heading as the page shows it, whatever stands in its placeholders. */
function headingPattern(heading: string): RegExp {
  const parts = heading.split(/\{\w+\}/).map((part) => escaped(part).replace(/[.?()]/g, '\\$&'))
  return new RegExp(`<h1[^>]*>${parts.join('[^<{]+')}</h1>`)
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll("'", '&#39;')
}
