import { generateKeyPairSync } from 'node:crypto'
import type { JWK } from 'jose'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AdminClient, operatorClient } from '../support/admin-client.ts'
import { startTestBroker, type TestBroker } from '../support/broker.ts'
import { type ConsoleVisitor, headingOf, logInToConsole, wordsOf } from '../support/console.ts'
import { letLastKeyEnd } from '../support/console-samples.ts'

let broker: TestBroker
let operator: AdminClient
let astrid: ConsoleVisitor
let ingrid: ConsoleVisitor
let henrik: ConsoleVisitor
beforeAll(async () => {
  broker = await startTestBroker()
  operator = await operatorClient(broker)
  ;[astrid, ingrid, henrik] = await Promise.all(
    ['P01', 'P02', 'P03'].map((persona) => logInToConsole(broker, persona)) as [
      Promise<ConsoleVisitor>,
      Promise<ConsoleVisitor>,
      Promise<ConsoleVisitor>,
    ],
  )
})
afterAll(() => broker.close())

/** Through the plan and the reason to the end. */
async function change(visitor: ConsoleVisitor, path: string, fields: Record<string, string>, withName: string) {
  const planned = await visitor.send(await visitor.get(path), fields, withName)
  const done = await visitor.send(planned, { reason: 'because of the test' }, 'reason')
  return { planned, done }
}

describe('a change in the console', () => {
  it('shows its plan, asks for a reason, and is then done and told', async () => {
    const { planned, done } = await change(
      astrid,
      '/admin/clients/helsekort-web',
      { 'm.client_name': 'Helsekort ny' },
      'm.client_name',
    )
    expect(headingOf(planned)).toBe('Endre Helsekort')
    expect(wordsOf(planned)).toContain('Helsekort ny')
    expect(done.url).toContain('/admin/clients/helsekort-web?done=changed')
    expect(wordsOf(done)).toContain('Endringen er lagret')
    const history = await operator.get('/clients/helsekort-web/revisions')
    expect(history.text).toContain('because of the test')
  })

  it('changes nothing without a reason', async () => {
    const visitor = astrid
    const page = await visitor.get('/admin/clients/skyjournal')
    const planned = await visitor.send(page, { 'm.client_name': 'Skyjournal ny' }, 'm.client_name')
    const asked = await visitor.send(planned, { reason: ' ' }, 'reason')
    expect(asked.status).toBe(400)
    expect(asked.html).toContain('id="reason-error"')
    expect((await operator.get('/clients/skyjournal')).body['client_name']).toBe('Skyjournal')
  })

  it('says so when there is nothing to change', async () => {
    const page = await astrid.get('/admin/clients/skyjournal')
    expect((await astrid.send(page, {}, 'm.client_name')).url).toContain('done=nothing')
  })

  it('is refused beside the field that is wrong, and keeps what was written', async () => {
    const page = await astrid.get('/admin/clients/epj-nordfjell')
    const fields = { 'm.redirect_uris': 'ftp://wrong', 'm.client_name': 'Nytt navn' }
    const refused = await astrid.send(page, fields, 'm.client_name')
    expect(refused.status).toBe(422)
    expect(refused.html).toContain('id="m.redirect_uris-error"')
    expect(refused.html).toContain('href="#m.redirect_uris"')
    expect(refused.html).toContain('value="Nytt navn"')
  })

  it('of what somebody else has changed meanwhile shows both, and goes on when told to', async () => {
    const page = await astrid.get('/admin/clients/vaktplan-fjord')
    await change(astrid, '/admin/clients/vaktplan-fjord', { 'm.client_name': 'Deres' }, 'm.client_name')
    const both = await astrid.send(page, { 'm.client_name': 'Mitt' }, 'm.client_name')
    expect([both.status, headingOf(both)]).toEqual([412, 'Noen andre var først'])
    expect(wordsOf(both)).toMatch(/Deres .*Mitt/)
    expect((await operator.get('/clients/vaktplan-fjord')).body['client_name']).toBe('Deres')
    const planned = await astrid.send(both, {}, 'etag')
    await astrid.send(planned, { reason: 'mine after all' }, 'reason')
    expect((await operator.get('/clients/vaktplan-fjord')).body['client_name']).toBe('Mitt')
  })

  it('can be rolled back, after its plan', async () => {
    const number = (await operator.get('/revisions?limit=1')).text.match(/"number":(\d+)/)?.[1] ?? ''
    await change(astrid, '/admin/organisations/310000086', { 'm.name': 'Nytt navn på helse' }, 'm.name')
    const page = await astrid.get(`/admin/revisions/${number}`)
    const planned = await astrid.send(page, {})
    expect(wordsOf(planned)).toContain('Nytt navn på helse')
    const done = await astrid.send(planned, { reason: 'undo it' }, 'reason')
    expect(wordsOf(done)).toContain('Registeret er rullet tilbake')
    expect((await operator.get('/organisations/310000086')).body['name']).not.toBe('Nytt navn på helse')
  })

  it('takes a document as JSON, and says when it is none', async () => {
    const path = '/admin/clients/kurspaamelding-web/document'
    const page = await astrid.get(path)
    const bomb = `{"access":${'['.repeat(9000)}${']'.repeat(9000)}}`
    for (const written of ['{', bomb]) {
      const broken = await astrid.send(page, { document: written }, 'etag')
      expect([broken.status, broken.html.includes('id="document-error"')]).toEqual([400, true])
    }
    const { body } = await operator.get('/clients/kurspaamelding-web')
    const document = JSON.stringify({ ...body, kind: 'robot' })
    const refused = await astrid.send(page, { document }, 'etag')
    expect(refused.status).toBe(422)
    expect(wordsOf(refused)).toContain('/kind')
  })
})

describe('names in the console', () => {
  it('are text, whatever stands in them', async () => {
    const hostile = `<img src=x onerror=alert(1)>"'&{name}`
    const { done } = await change(astrid, '/admin/organisations/310000701', { 'm.name': hostile }, 'm.name')
    for (const page of [done, await astrid.get('/admin/organisations'), await astrid.get('/admin/revisions')]) {
      expect(page.html).not.toContain('<img')
    }
    expect(done.html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect((await astrid.get('/admin?q=%22%3E%3Cscript%3E')).html).not.toContain('<script')
  })
})

describe('what somebody may see and do', () => {
  it('is what is theirs: an owner of clients', async () => {
    const list = await ingrid.get('/admin/clients')
    expect(list.html).toContain('EPJ Nordfjell')
    expect(list.html).not.toContain('Helsekort')
    for (const path of [
      '/admin/clients/helsekort-web',
      '/admin/apis/nhn:kjernejournal',
      '/admin/organisations/310000086',
    ]) {
      expect((await ingrid.get(path)).status, path).toBe(404)
    }
    expect((await ingrid.get('/admin/administrators')).status).toBe(403)
    expect((await ingrid.get('/admin')).html).not.toContain('/admin/administrators')
  })

  it('is no more by a form that was not offered', async () => {
    const page = await ingrid.get('/admin/organisations/999977774')
    expect(page.html).not.toContain('name="m.name"')
    const forged = await ingrid.send(page, { 'm.name': 'Vårt' }, 'etag')
    expect((await operator.get('/organisations/999977774')).body['name']).not.toBe('Vårt')
    expect(forged.html).not.toContain('Vårt')
  })

  it('ends with the next request after an operator has taken it away', async () => {
    const added = await change(
      astrid,
      '/admin/administrators',
      { name: 'Kari Haugen', pid: '05886135531', organisation: '310000086' },
      'pid',
    )
    const kari = await logInToConsole(broker, 'P11')
    expect(headingOf(await kari.get('/admin'))).toBe('Hvem bruker hva')
    const path = /href="(\/admin\/administrators\/[\w-]+\/310000086)"/.exec(added.done.html)?.[1] ?? ''
    const removed = await astrid.send(await astrid.get(path), { reason: 'has left' }, 'reason')
    expect(wordsOf(removed)).toContain('Administratoren er fjernet')
    expect((await kari.get('/admin')).status).toBe(403)
  })

  it('lets the owner of an API decide who uses it', async () => {
    const api = await henrik.get('/admin/apis/nhn:provesvar')
    expect(wordsOf(api)).toContain('EPJ Nordfjell')
    const page = await henrik.get('/admin/decisions?client_id=epj-nordfjell&scope=nhn:provesvar/api')
    const done = await henrik.send(page, { decision: 'approve', reason: 'They need it' }, 'reason')
    expect(wordsOf(done)).toContain('Avgjørelsen er lagret')
    const { text } = await operator.get('/access?client=epj-nordfjell&api=nhn:provesvar')
    expect(text).toContain('"status":"approved"')
    expect(text).toContain('They need it')
  })

  it('shows until when it is asked for, and decides on nothing else than what was shown', async () => {
    const asked = { client_id: 'skyjournal', scope: 'nhn:provesvar/api' }
    const path = '/admin/decisions?client_id=skyjournal&scope=nhn:provesvar/api'
    await operator.post('/access/requests', { ...asked, valid_until: '2098-05-17T12:00:00Z' })
    const page = await henrik.get(path)
    expect(wordsOf(page)).toContain('2098')
    await operator.post('/access/requests', asked)
    const refused = await henrik.send(page, { decision: 'approve', reason: 'They need it' }, 'reason')
    expect([refused.status, wordsOf(refused).includes('2098')]).toEqual([412, false])
    expect((await operator.get('/access?client=skyjournal&api=nhn:provesvar')).text).toContain('"requested"')
  })

  it('lets nobody else decide', async () => {
    const page = await ingrid.get('/admin/decisions?client_id=epj-nordfjell&scope=nhn:kjernejournal/api')
    const refused = await ingrid.send(page, { decision: 'revoke', reason: 'because' }, 'reason')
    expect(refused.status).toBe(403)
    expect((await operator.get('/access?client=epj-nordfjell&api=nhn:kjernejournal')).text).toContain('"approved"')
  })

  it('lets the owner of a client ask, and give up what it has', async () => {
    const path = '/admin/clients/integrasjon-nordfjell/access'
    const asked = await change(ingrid, path, { scope: 'nhn:reseptformidleren/api' }, 'csrf')
    expect(asked.done.url).toContain('done=')
    const ask = async () => (await operator.get('/access?client=integrasjon-nordfjell&api=nhn:reseptformidleren')).text
    expect(await ask()).toContain('"status":"requested"')
    const giveUp = await ingrid.get('/admin/clients/integrasjon-nordfjell/give-up?scope=nhn:provesvar/api')
    const planned = await ingrid.send(giveUp, {}, 'scope')
    await ingrid.send(planned, { reason: 'not needed' }, 'reason')
    expect((await operator.get('/access?client=integrasjon-nordfjell&api=nhn:provesvar')).text).toContain('"revoked"')
  })
})

describe('a roll-back', () => {
  it('undoes what its plan told, and not what somebody has changed since', async () => {
    const { body } = await operator.get('/status')
    const revision = Number(body['revision'])
    await change(astrid, '/admin/clients/helsekort-web', { 'm.client_name': 'Først' }, 'm.client_name')
    const planned = await astrid.send(await astrid.get(`/admin/revisions/${revision}`), {}, 'csrf')
    expect(wordsOf(planned)).toContain('Først')
    await change(ingrid, '/admin/clients/epj-nordfjell', { 'm.client_name': 'Etterpå' }, 'm.client_name')
    const refused = await astrid.send(planned, { reason: 'because of the test' }, 'reason')
    expect(refused.status).toBe(412)
    expect((await operator.get('/clients/epj-nordfjell')).body['client_name']).toBe('Etterpå')
  })
})

describe('the overview', () => {
  it('tells of a key that ends with nothing in its place, to those whose it is', async () => {
    await letLastKeyEnd(operator, 'integrasjon-nordfjell', new Date(Date.now() + 10 * 86_400_000).toISOString())
    expect(wordsOf(await ingrid.get('/admin'))).toMatch(/Nøkler som snart utløper .*om 10 dager/)
    expect(wordsOf(await henrik.get('/admin'))).not.toContain('Nøkler som snart utløper')
    expect(wordsOf(await ingrid.get('/admin/clients/integrasjon-nordfjell/keys'))).toContain('Legg til en ny nå')
  })
})

describe('what must not be seen', () => {
  it('a private key is refused, not shown again, and not logged', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'oops' }
    const page = await ingrid.get('/admin/clients/epj-nordfjell/keys')
    const refused = await ingrid.send(page, { jwk: JSON.stringify(jwk) }, 'csrf')
    expect(refused.status).toBeGreaterThanOrEqual(400)
    expect(refused.html + broker.logText()).not.toContain(String(jwk.d))
  })

  it.each([
    ['with its member written as .NET does', ({ d, ...jwk }: JWK) => ({ ...jwk, D: d })],
    ['within another member', ({ d, ...jwk }: JWK) => ({ ...jwk, x5c: [JSON.stringify({ d })] })],
    ['among others', (jwk: JWK) => ({ keys: [jwk, jwk] })],
  ])('a private key %s does not reach the page that asks for the reason', async (_name, as) => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'oops' }
    const page = await ingrid.get('/admin/clients/epj-nordfjell/keys')
    const refused = await ingrid.send(page, { jwk: JSON.stringify(as(jwk)) }, 'csrf')
    expect([refused.status, wordsOf(refused).includes('a private or symmetric key')]).toEqual([422, true])
    expect(refused.html + broker.logText()).not.toContain(String(jwk.d))
  })

  it('a private key in a whole document is refused and not shown again', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'oops' }
    const { body } = await operator.get('/clients/epj-nordfjell')
    const page = await ingrid.get('/admin/clients/epj-nordfjell/document')
    const document = JSON.stringify({ ...body, jwks: { keys: [jwk] } })
    const refused = await ingrid.send(page, { document }, 'document')
    expect(refused.status).toBe(422)
    expect(refused.html + broker.logText()).not.toContain(String(jwk.d))
  })

  it('a document that nests deeper than anything can follow is refused', async () => {
    const page = await ingrid.get('/admin/clients/epj-nordfjell/document')
    const document = `{"client_name":${'['.repeat(9000)}${']'.repeat(9000)}}`
    expect((await ingrid.send(page, { document }, 'document')).status).toBe(400)
  })

  it('a reason of several lines is kept as one', async () => {
    const path = '/admin/decisions?client_id=epj-nordfjell&scope=nhn:provesvar/api'
    const reason = 'Avtalen er ute\r\nNy kommer'
    await henrik.send(await henrik.get(path), { decision: 'revoke', reason }, 'reason')
    const { text } = await operator.get('/access?client=epj-nordfjell&api=nhn:provesvar')
    expect(text).toContain('"decision_reason":"Avtalen er ute Ny kommer"')
  })

  it('a national identity number is in no address and no log', async () => {
    const page = await astrid.get('/admin/administrators')
    const planned = await astrid.send(
      page,
      { name: 'Jonas Dahl', pid: '24929543048', organisation: '999977774' },
      'pid',
    )
    const added = await astrid.send(planned, { reason: 'new colleague' }, 'reason')
    expect(wordsOf(added)).toContain('Jonas Dahl')
    const search = await astrid.send(await astrid.get('/admin/audit'), { pid: '07918449935' }, 'client_id')
    expect(wordsOf(search)).toContain('login.completed')
    expect(astrid.browser.visited.join(' ') + broker.logText()).not.toMatch(/07918449935|24929543048/)
  })
})
