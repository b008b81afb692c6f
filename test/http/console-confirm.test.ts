import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { headingOf, logInToConsole, visitorOf, wordsOf } from '../support/console.ts'
import { makeDraft, selfServiceScope, statusOf } from '../support/self-service.ts'

let broker: TestBroker
let operator: AdminClient
beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
})
afterAll(() => broker.close())

const query = 'redirectPort=51234&redirectPath=/callback'
const tool = 'http://localhost:51234/callback'
const pageOf = (id: string) => `/selvbetjening/confirm-client/${id}`
const draft = () =>
  makeDraft(broker.issuer, operator, '999977774', {
    apiScopes: [selfServiceScope, 'nhn:kjernejournal/api'],
    redirectUris: ['http://localhost:1337/callback'],
  })

/** The owner's browser at the page, by way of the login. */
async function openAs(persona: string, path: string) {
  const visitor = await logInToConsole(broker, persona, { to: path })
  // What a person does who is logged in sits in the form of the page itself.
  const decide = (decision: string) => {
    const cookie = [...visitor.browser.cookies()].map((pair) => pair.join('=')).join('; ')
    const inputOf = (name: string) =>
      new RegExp(`<main[\\s\\S]* name="${name}" value="([^"]*)"`).exec(visitor.page.html)?.[1]
    const action = /<main[\s\S]*action="([^"]*)"/.exec(visitor.page.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    return fetch(broker.issuer + action, {
      method: 'POST',
      headers: { cookie, origin: broker.issuer },
      body: new URLSearchParams({ csrf: inputOf('csrf') ?? '', thumbprint: inputOf('thumbprint') ?? '', decision }),
      redirect: 'manual',
    })
  }
  return { ...visitor, decide }
}

describe('the page that confirms a draft', () => {
  it('asks to log in, keeps its parameters over language and login, and shows what is to be confirmed', async () => {
    const id = await draft()
    const browser = new TestBrowser()
    const asked = await browser.get(`${broker.issuer}${pageOf(id)}?${query}`)
    expect(headingOf(asked)).toBe('Logg inn i konsollen')
    expect(asked.html).not.toContain('Et program')
    expect(asked.html).toContain('lang=en&amp;redirectPort=51234&amp;redirectPath=%2Fcallback')
    const to = /href="\/admin\/login\?to=([^"]+)"/.exec(asked.html)?.[1] ?? ''
    const { page } = await logInToConsole(broker, 'P02', { to: decodeURIComponent(to), browser })
    expect(page.url).toBe(`${broker.issuer}${pageOf(id)}?${query.replace('/', '%2F')}`)
    const words = wordsOf(page)
    expect(headingOf(page)).toBe('Et program')
    expect(words).toContain('Nordfjell legekontor')
    expect(words).toMatch(/nhn:selvbetjening\/client .* virker straks/)
    expect(words).toMatch(/nhn:kjernejournal\/api Kjernejournal Venter avgjøres av Fjordlandet helsenett/)
    expect(words).toContain('http://localhost:1337/callback')
    expect(words).toContain(`Etterpå går du til ${tool}`)
    const keys = await operator.get(`/clients/${id}/keys`)
    const thumbprint = /"thumbprint":"([^"]+)"/.exec(keys.text)?.[1] ?? 'none'
    expect(words).toContain(thumbprint)
    expect(await statusOf(operator, id)).toBe('draft')
  })

  it('takes the draft into use in the person’s name, and leads to the program that waits', async () => {
    const id = await draft()
    const { decide, get } = await openAs('P02', `${pageOf(id)}?${query}`)
    const answer = await decide('confirm')
    expect([answer.status, answer.headers.get('refresh')]).toEqual([200, `0; url=${tool}?status=Success`])
    expect(answer.headers.get('content-security-policy')).toContain("form-action 'self'")
    expect(await answer.text()).toContain(`href="${tool}?status=Success"`)
    expect(await statusOf(operator, id)).toBe('active')
    const changed = readAudit(broker.dataDir)
      .filter(({ event }) => event === 'registry.changed')
      .at(-1)
    expect(JSON.stringify(changed)).toContain('confirmed on the page')
    expect(JSON.stringify(changed)).toContain('"kind":"person"')
    // Opened once more, for a program that did not hear it.
    const again = await get(`${pageOf(id)}?${query}`)
    expect(again.status).toBe(200)
    expect(again.html).toContain(`href="${tool}?status=Success"`)
    expect(again.html).not.toContain('name="decision"')
  })

  it('leads back with nothing done when the person turns it down', async () => {
    const id = await draft()
    const { decide } = await openAs('P02', `${pageOf(id)}?${query}`)
    const answer = await decide('cancel')
    expect([answer.status, answer.headers.get('refresh')]).toEqual([200, `0; url=${tool}?status=Cancelled`])
    expect(await statusOf(operator, id)).toBe('draft')
  })

  it('leads to the client when no program waits', async () => {
    const id = await draft()
    const { decide, get, page } = await openAs('P02', pageOf(id))
    expect(headingOf(page)).toBe('Et program')
    const cancelled = (await decide('cancel')).headers.get('location') ?? ''
    expect(wordsOf(await get(cancelled))).toContain('Klienten er ikke bekreftet. Ingenting er endret.')
    const location = (await decide('confirm')).headers.get('location') ?? ''
    expect(location).toBe(`/admin/clients/${id}?done=confirmed`)
    expect(wordsOf(await get(location))).toContain('Klienten er bekreftet og i bruk.')
  })

  it('is there below the root too, and for a form whose session has ended the login leads back to it', async () => {
    const id = await draft()
    const { page, browser } = await openAs('P02', `/confirm-client/${id}?${query}`)
    expect([page.status, headingOf(page)]).toEqual([200, 'Et program'])
    await browser.get(`${broker.issuer}/connect/endsession`).then((end) => browser.submit(end, { logout: '1' }))
    const { send } = visitorOf(broker, browser, page)
    const late = await send(page, { decision: 'confirm' }, 'decision')
    expect([late.status, headingOf(late)]).toEqual([403, 'Logg inn i konsollen'])
    expect(late.html).toContain(encodeURIComponent(pageOf(id)))
    expect(await statusOf(operator, id)).toBe('draft')
  })
})
