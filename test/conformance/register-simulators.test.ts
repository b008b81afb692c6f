import { request } from 'node:http'
import { importJWK, SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Simulators, startSimulators } from '#idp-adapters/simulators/simulators.ts'
import { armFault, loadDevelopmentClientKey } from '../support/simulators.ts'

/** What the stand-ins for Persontjenesten and HPR promise to whoever tests against them. */

const published = 'cut-json down-500 garbage hang no-match not-authorised other-person other-shape several-matches slow'

let simulators: Simulators
beforeAll(async () => {
  simulators = await startSimulators({ port: 0, brokerOrigin: 'http://localhost:1' })
})
beforeEach(async () => {
  for (const id of ['persontjenesten', 'hpr']) await armFault(simulators.url, id, null)
})
afterAll(() => simulators.close())

async function token(register: string, claims: Record<string, unknown> = {}): Promise<string> {
  const jwk = await loadDevelopmentClientKey()
  const now = Math.floor(Date.now() / 1000)
  const usual = { iss: 'http://localhost:1', aud: `${simulators.url}/${register}`, iat: now, exp: now + 30 }
  return new SignJWT({ ...usual, jti: crypto.randomUUID(), ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: jwk.kid })
    .sign(await importJWK(jwk, 'ES256'))
}

async function ask(register: string, pid: string, bearer?: string) {
  const response = await fetch(`${simulators.url}/${register}/oppslag`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${bearer ?? (await token(register))}` },
    body: JSON.stringify({ identifikator: pid }),
  })
  return { status: response.status, text: await response.text() }
}

describe('the register of the population', () => {
  it.each([
    ['07918449935', 'iBruk', undefined],
    ['20848639843', 'iBruk', undefined],
    ['60848639837', 'opphoert', undefined],
    ['05886137704', 'opphoert', undefined],
    ['14903133253', 'iBruk', '2026-01-20'],
  ])('knows number %# of a persona', async (pid, status, died) => {
    const { text } = await ask('persontjenesten', pid)
    const [hit, ...more] = JSON.parse(text).treff
    expect(more).toEqual([])
    expect(hit.identifikator).toEqual({ verdi: pid, status })
    expect(hit.doedsfall?.doedsdato).toBe(died)
    expect(hit.navn.etternavn).not.toBe('')
  })

  it('knows nobody with a number of real form, or with none', async () => {
    for (const pid of ['02013299997', '81530929949', 'x']) {
      expect(await ask('persontjenesten', pid)).toEqual({ status: 200, text: '{"treff":[]}' })
    }
  })
})

describe('the register of health personnel', () => {
  it('knows the doctor and nobody else', async () => {
    expect((await ask('hpr', '15859049823')).text).toContain('"hprNummer":"181000001"')
    expect((await ask('hpr', '07918449935')).text).toBe('{"treff":[]}')
  })
})

describe.each(['persontjenesten', 'hpr'])('%s', (register) => {
  it('answers nobody without a token of the registered key, for it, alive and not used before', async () => {
    const once = await token(register)
    const now = Math.floor(Date.now() / 1000)
    const other = register === 'hpr' ? 'persontjenesten' : 'hpr'
    expect((await ask(register, '15859049823', once)).status).toBe(200)
    const bad = [
      once,
      'x.y.z',
      await token(other),
      await token(register, { exp: now - 60 }),
      await token(register, { exp: now + 3600 }),
      await token(register, { jti: undefined }),
    ]
    for (const bearer of bad) expect((await ask(register, '15859049823', bearer)).status).toBe(401)
  })

  it('lists its faults, takes one by JSON only, and refuses an unknown one', async () => {
    const control = `${simulators.url}/${register}/control`
    const listed: { id: string; description: string }[] = JSON.parse(await (await fetch(control)).text())
    expect(listed.map(({ id }) => id).sort()).toEqual(published.split(' '))
    const post = (type: string, body: string) =>
      fetch(control, { method: 'POST', headers: { 'content-type': type }, body }).then(({ status }) => status)
    expect(await post('text/plain', '{"fault":"down-500"}')).toBe(415)
    expect(await post('application/json', '{"fault":"acr-missing"}')).toBe(400)
    expect((await ask(register, '15859049823')).status).toBe(200)
    expect(await post('application/json', '{"fault":"down-500","times":2}')).toBe(200)
    const answers = [await ask(register, '1'), await ask(register, '1'), await ask(register, '1')]
    expect(answers.map(({ status }) => status)).toEqual([500, 500, 200])
  })

  it('has a page with its faults, whose form works from that page alone', async () => {
    const page = `${simulators.url}/${register}/`
    const html = await (await fetch(page)).text()
    expect(html).toContain('Simulator')
    const [, formToken = ''] = /name="token" value="([^"]+)"/.exec(html) ?? []
    const send = (token: string) =>
      fetch(page, { method: 'POST', body: new URLSearchParams({ token, fault: 'down-500' }), redirect: 'manual' })
    expect((await send('guessed')).status).toBe(403)
    expect((await ask(register, '1')).status).toBe(200)
    expect((await send(formToken)).status).toBe(303)
    expect((await ask(register, '1')).status).toBe(500)
  })

  it('answers no host name but its own', async () => {
    const { port } = new URL(simulators.url)
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'evil.example' }
      request({ host: '127.0.0.1', port, path: `/${register}/control`, headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode)
      })
        .once('error', reject)
        .end()
    })
    expect(status).toBe(421)
  })
})
