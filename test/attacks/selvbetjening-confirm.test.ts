import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { expectSilentLog } from '../support/attack-bench.ts'
import { lastAuditSeq, readAudit } from '../support/audit.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { TestBrowser } from '../support/browser.ts'
import { type ConsoleVisitor, headingOf, logInToConsole, wordsOf } from '../support/console.ts'
import { makeDraft, statusOf } from '../support/self-service.ts'

const good = 'redirectPort=51234&redirectPath=/callback'
const pageOf = (id: string, query = good) => `/selvbetjening/confirm-client/${id}${query === '' ? '' : `?${query}`}`

let broker: TestBroker
let operator: AdminClient
/** Administers 999977774. */
let owner: ConsoleVisitor
/** Administers 310000094. */
let stranger: ConsoleVisitor
beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
  owner = await logInToConsole(broker, 'P02')
  stranger = await logInToConsole(broker, 'P03')
})
afterAll(() => broker.close())

const draft = () => makeDraft(broker.issuer, operator, '999977774')
const changes = (after: number) => readAudit(broker.dataDir, after).filter(({ event }) => event === 'registry.changed')
const csrfOf = (html: string) => /<main[\s\S]*name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? ''
const thumbprintOf = (html: string) => /name="thumbprint" value="([^"]+)"/.exec(html)?.[1] ?? ''

/** A form as somebody sends it who can write each byte of it. */
async function post(
  path: string,
  fields: Record<string, string>,
  { visitor = owner, origin = broker.issuer }: { readonly visitor?: ConsoleVisitor; readonly origin?: string } = {},
): Promise<Response> {
  const cookie = [...visitor.browser.cookies()].map((pair) => pair.join('=')).join('; ')
  const init = { method: 'POST', headers: { cookie, origin }, body: new URLSearchParams(fields) }
  return fetch(broker.issuer + path, { ...init, redirect: 'manual' })
}

interface Way {
  readonly name: string
  readonly source: string
  readonly query: string
}
const tricks: readonly Way[] = [
  { name: 'another host in the port', source: 'RFC 9700 section 4.11', query: 'redirectPort=80@evil.example&redirectPath=/' },
  { name: 'a host name after the port', source: 'RFC 9700 section 4.11', query: 'redirectPort=80.evil.example&redirectPath=/' },
  { name: 'a port that is none', source: 'RFC 8252 section 7.3', query: 'redirectPort=99999&redirectPath=/' },
  { name: 'a path without a port', source: 'HelseID 1.13', query: 'redirectPath=/callback' },
  { name: 'two ports', source: 'RFC 6749 section 3.1', query: `${good}&redirectPort=80` },
  { name: 'two paths', source: 'RFC 6749 section 3.1', query: `${good}&redirectPath=/x` },
  { name: 'a path with a host', source: 'RFC 9700 section 4.11', query: 'redirectPort=80&redirectPath=//evil.example' },
  { name: 'a path with a user name', source: 'RFC 9700 section 4.11', query: 'redirectPort=80&redirectPath=@evil.example' },
  { name: 'a backslash', source: 'RFC 9700 section 4.11', query: 'redirectPort=80&redirectPath=/%5Cevil.example' },
  { name: 'a whole address as the path', source: 'RFC 9700 section 4.11', query: 'redirectPort=80&redirectPath=https://evil.example/' },
  { name: 'a script as the path', source: 'OWASP A03', query: 'redirectPort=80&redirectPath=javascript:alert(1)' },
  { name: 'a line break', source: 'OWASP A03', query: 'redirectPort=80&redirectPath=/a%0d%0aSet-Cookie:x=1' },
  { name: 'a query within the path', source: 'HelseID 1.13', query: 'redirectPort=80&redirectPath=/a?status=Success' },
  { name: 'a way up', source: 'RFC 3986 section 5.2.4', query: 'redirectPort=80&redirectPath=/../x' },
] // biome-ignore format: a table reads better in few lines

describe('the way back from the page that confirms a draft', () => {
  it.each(tricks)('leads nowhere with $name ($source)', async ({ query }) => {
    const id = await draft()
    const seq = lastAuditSeq(broker.dataDir)
    // Refused before anybody is asked to log in, and for those who are logged in alike.
    for (const page of [
      await new TestBrowser().get(broker.issuer + pageOf(id, query)),
      await owner.get(pageOf(id, query)),
    ]) {
      expect([page.status, headingOf(page)]).toEqual([400, 'Lenken leder ikke tilbake til programmet ditt'])
      expect(page.html).not.toContain('evil.example')
    }
    const shown = (await owner.get(pageOf(id))).html
    const fields = { csrf: csrfOf(shown), thumbprint: thumbprintOf(shown), decision: 'confirm' }
    const answer = await post(pageOf(id, query), fields)
    expect([answer.status, answer.headers.get('refresh'), answer.headers.get('location')]).toEqual([400, null, null])
    expect([await statusOf(operator, id), changes(seq)]).toEqual(['draft', []])
  })

  it.each(tricks)('is not smuggled through the login with $name ($source)', async ({ query }) => {
    const to = pageOf(await draft(), query)
    const { page } = await logInToConsole(broker, 'P02', { to, browser: owner.browser })
    expect(page.url).toBe(`${broker.issuer}/admin`)
  })
})

describe('the page that confirms a draft', () => {
  it('does nothing when it is only opened, logged in or not (RFC 9110 section 9.2.1)', async () => {
    const id = await draft()
    const seq = lastAuditSeq(broker.dataDir)
    expect(headingOf(await new TestBrowser().get(broker.issuer + pageOf(id)))).toBe('Logg inn i konsollen')
    const more = `${good}&decision=confirm&confirmed=yes`
    expect((await owner.get(pageOf(id, more))).status).toBe(200)
    expect([await statusOf(operator, id), changes(seq)]).toEqual(['draft', []])
  })

  it.each([
    ['without a token (OWASP A01, CSRF)', { csrf: '' }, undefined],
    ['from another origin (OWASP A01, CSRF)', {}, 'https://evil.example'],
    ['from a sandboxed frame, origin null (OWASP A01, CSRF)', {}, 'null'],
  ] as const)('takes no form %s', async (_title, more, origin) => {
    const id = await draft()
    const { html } = await owner.get(pageOf(id))
    const fields = { csrf: csrfOf(html), thumbprint: thumbprintOf(html), decision: 'confirm', ...more }
    const seq = lastAuditSeq(broker.dataDir)
    const answer = await post(pageOf(id), fields, origin === undefined ? {} : { origin })
    expect(answer.status).toBe(403)
    expect([await statusOf(operator, id), changes(seq)]).toEqual(['draft', []])
  })

  it('takes no form with the token of another person’s session (OWASP A01, CSRF)', async () => {
    const id = await draft()
    const seq = lastAuditSeq(broker.dataDir)
    const { html } = await owner.get(pageOf(id))
    const csrf = csrfOf((await stranger.get('/admin/organisations/310000094')).html)
    expect(csrf).not.toBe('')
    const answer = await post(pageOf(id), { csrf, thumbprint: thumbprintOf(html), decision: 'confirm' })
    expect(answer.status).toBe(403)
    expect([await statusOf(operator, id), changes(seq)]).toEqual(['draft', []])
  })

  it('is for the draft’s own organisation: to others it is not there, like one that never was (OWASP API1)', async () => {
    const id = await draft()
    const seq = lastAuditSeq(broker.dataDir)
    const pages = [await stranger.get(pageOf(id)), await owner.get(pageOf('finnes-ikke'))]
    expect(pages.map((page) => [page.status, headingOf(page)])).toEqual(pages.map(() => [404, 'Siden finnes ikke']))
    expect(pages.map(wordsOf).join(' ')).not.toContain('Et program')
    const csrf = csrfOf((await stranger.get('/admin/organisations/310000094')).html)
    const answer = await post(pageOf(id), { csrf, decision: 'confirm' }, { visitor: stranger })
    expect([answer.status, answer.headers.get('refresh')]).toEqual([404, null])
    expect([await statusOf(operator, id), changes(seq)]).toEqual(['draft', []])
  })

  it('is no page for somebody who administers nothing (OWASP API5)', async () => {
    const id = await draft()
    const nobody = await logInToConsole(broker, 'P10', { to: pageOf(id) })
    expect([nobody.page.status, headingOf(nobody.page)]).toEqual([403, 'Du administrerer ingenting her'])
    expect(await statusOf(operator, id)).toBe('draft')
  })

  it('confirms no other key than the one that was shown (ours, decision 98)', async () => {
    const id = await draft()
    const { html } = await owner.get(pageOf(id))
    const seq = lastAuditSeq(broker.dataDir)
    for (const thumbprint of ['', 'A'.repeat(43)]) {
      const answer = await post(pageOf(id), { csrf: csrfOf(html), thumbprint, decision: 'confirm' })
      expect([answer.status, answer.headers.get('refresh')]).toEqual([412, null])
      expect(await answer.text()).toContain('Nøkkelen er byttet')
    }
    expect([await statusOf(operator, id), changes(seq)]).toEqual(['draft', []])
  })

  it('confirms once: a second time nothing is changed, and the page says so (ours, decision 98)', async () => {
    const id = await draft()
    const { html } = await owner.get(pageOf(id))
    const fields = { csrf: csrfOf(html), thumbprint: thumbprintOf(html), decision: 'confirm' }
    expect((await post(pageOf(id), fields)).status).toBe(200)
    const seq = lastAuditSeq(broker.dataDir)
    const again = await post(pageOf(id), fields)
    expect([again.status, again.headers.get('refresh'), changes(seq)]).toEqual([409, null, []])
    expect(await again.text()).toContain('Klienten er bekreftet og i bruk')
  })

  it('wakes no client that was disabled (ours, decision 98)', async () => {
    const id = await draft()
    const { html } = await owner.get(pageOf(id))
    const { body, headers } = await operator.get(`/clients/${id}`)
    await operator.put(`/clients/${id}`, { ...body, status: 'disabled' }, { etag: headers.get('etag') ?? '' })
    const fields = { csrf: csrfOf(html), thumbprint: thumbprintOf(html), decision: 'confirm' }
    expect((await post(pageOf(id), fields)).status).toBe(409)
    expect(await statusOf(operator, id)).toBe('disabled')
    expect((await owner.get(pageOf(id))).html).not.toContain('name="decision"')
  })

  it('is not found by another spelling of its address (OWASP A01)', async () => {
    const id = await draft()
    for (const path of [
      `${pageOf(id, '')}/`,
      pageOf(id, '').toUpperCase(),
      `${pageOf(id, '')}%2f`,
      pageOf('..%2fx', ''),
    ]) {
      expect((await owner.get(path)).status, path).toBe(404)
    }
    expectSilentLog(broker)
  })
})
