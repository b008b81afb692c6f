import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { formsOf, TestBrowser, type Visit } from '../support/browser.ts'
import { type Processes, startProcesses } from '../support/processes.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const pidOfP01 = '07918449935'

let processes: Processes

beforeAll(async () => {
  processes = await startProcesses({ demo: true })
})

afterAll(async () => {
  await processes?.stop()
})

/** Presses the button `name=value`, with the fields filled in as the persona would. */
function press(browser: TestBrowser, page: Visit, name: string, value: string): Promise<Visit> {
  const forms = formsOf(page)
  const form = Math.max(
    0,
    forms.findIndex(({ buttons }) => buttons.some((button) => button.name === name && button.value === value)),
  )
  const known: Record<string, string> = { persona: 'P01', one_time_code: '123456', password: 'qwer1234' }
  const asked = Object.fromEntries(
    Object.entries(known).filter(
      ([field]) => field in (forms[form]?.fields ?? {}) || page.html.includes(`name="${field}"`),
    ),
  )
  return browser.submit(page, { ...asked, [name]: value }, { form })
}

/** From the choice page through ID-porten and BankID, back to the service. */
async function passIdPorten(browser: TestBrowser, choice: Visit): Promise<Visit> {
  let page = await press(browser, choice, 'idp', 'idporten-oidc')
  for (let steps = 0; steps < 10 && page.url.startsWith(processes.simulators); steps += 1) {
    const names = formsOf(page).flatMap(({ buttons }) => buttons)
    const wanted = [
      ['method', 'bankid'],
      ['approve', '1'],
      ['next', '1'],
    ] as const
    const button = wanted.find(([name, value]) => names.some((one) => one.name === name && one.value === value))
    if (button === undefined) throw new Error(`nothing to press: ${names.map(({ name }) => name).join(', ')}`)
    page = await press(browser, page, button[0], button[1])
  }
  return page
}

/** Presses the button of the form whose address ends so. */
function pressForm(browser: TestBrowser, page: Visit, addressEnd: string): Promise<Visit> {
  const form = formsOf(page).findIndex(({ action }) => action.endsWith(addressEnd))
  if (form < 0) throw new Error(`no form to ${addressEnd}`)
  return browser.submit(page, {}, { form })
}

async function logIn(browser: TestBrowser): Promise<Visit> {
  return passIdPorten(browser, await browser.get(`${processes.demoUrl}/epj/login`))
}

describe('the demo service', () => {
  it('offers a login for each of its three services', async () => {
    const { html, headers } = await new TestBrowser().get(processes.demoUrl)
    for (const home of ['/epj', '/helsekort', '/kurs']) expect(html).toContain(`href="${home}/login"`)
    expect(html).toContain('<html lang="nb">')
    expect(html).not.toContain('<script')
    expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${processes.issuer}`)
  })

  it('greets a person who logged in by name, with level and provider', async () => {
    const page = await logIn(new TestBrowser())
    expect(page.url).toBe(`${processes.demoUrl}/epj`)
    expect(page.html).toContain('Hei, Astrid Nordfjell')
    expect(page.html).toContain('<dd data-testid="security-level">4</dd>')
    expect(page.html).toContain('<dd data-testid="provider">idporten-oidc</dd>')
  })

  it('calls the API, which sees the organisation, the level and a masked number', async () => {
    const browser = new TestBrowser()
    const page = await pressForm(browser, await logIn(browser), '/epj/api')
    const notice = textOf(page, 'notice')
    expect(notice).toContain('API-et svarte 200')
    expect(notice).toContain('"client_organisation": "999977774"')
    expect(notice).toContain('"security_level": 4')
    expect(notice).toContain('"pid": "079184*****"')
    expect(notice).not.toContain(pidOfP01)
  })

  it('renews its tokens without a login, and the new ones work at the API', async () => {
    const browser = new TestBrowser()
    const before = await logIn(browser)
    const after = await pressForm(browser, before, '/epj/refresh')
    expect(textOf(after, 'notice')).toContain('Tokenene er fornyet')
    expect(accessTokenId(after)).not.toBe(accessTokenId(before))
    expect(textOf(await pressForm(browser, after, '/epj/api'), 'notice')).toContain('API-et svarte 200')
  })

  it('lets a person into a second service without a new login', async () => {
    const browser = new TestBrowser()
    await logIn(browser)
    const visitsBefore = browser.visited.length
    const page = await browser.get(`${processes.demoUrl}/kurs/login`)
    expect(page.url).toBe(`${processes.demoUrl}/kurs`)
    expect(page.html).toContain('Hei, Astrid Nordfjell')
    expect(browser.visited.slice(visitsBefore).filter((url) => url.startsWith(processes.simulators))).toEqual([])
  })

  it('logs out at the broker too: the next login asks again, and no address held a token', async () => {
    const browser = new TestBrowser()
    const page = await logIn(browser)
    const goodbye = await pressForm(browser, page, '/connect/endsession')
    expect(goodbye.url).toMatch(`${processes.demoUrl}/signout-callback-oidc?state=`)
    expect(goodbye.html).toContain('Du er logget ut')
    expect((await browser.get(`${processes.demoUrl}/epj`)).url).toBe(`${processes.demoUrl}/`)
    expect((await browser.get(`${processes.demoUrl}/epj/login`)).url).toContain(`${processes.issuer}/login/`)
    expect(browser.visited.filter((url) => /eyJ|id_token/.test(url))).toEqual([])
  })

  it('stays logged in when somebody else sends the browser to its logout address', async () => {
    const browser = new TestBrowser()
    await logIn(browser)
    const page = await browser.get(`${processes.demoUrl}/signout-callback-oidc?state=guess`)
    expect(page.html).toContain('Hei, Astrid Nordfjell')
  })

  it("shows the broker's error, its description and a hint when the person gives up", async () => {
    const browser = new TestBrowser()
    const choice = await browser.get(`${processes.demoUrl}/epj/login`)
    const page = await press(browser, choice, 'back', '1')
    expect(page.status).toBe(400)
    expect(textOf(page, 'error')).toBe('access_denied')
    expect(textOf(page, 'error-description')).not.toBe('')
    expect(page.html).toContain('Personen avbrøt')
  })

  it('takes an answer only in the browser that asked, and only once', async () => {
    const victim = new TestBrowser()
    const attacker = new TestBrowser()
    await logIn(attacker)
    const answer = attacker.visited.find((url) => url.includes('/signin-oidc?')) ?? ''
    for (const browser of [victim, attacker]) {
      const page = await browser.get(answer)
      expect(page.status).toBe(400)
      expect(page.html).toContain('Innloggingen er utløpt')
    }
  })

  it('refuses forms from other pages and requests under another host name', async () => {
    const foreign = await fetch(`${processes.demoUrl}/epj/refresh`, {
      method: 'POST',
      headers: { origin: processes.simulators },
    })
    expect(foreign.status).toBe(403)
    const renamed = await fetch(processes.demoUrl.replace('localhost', '127.0.0.1'))
    expect(renamed.status).toBe(421)
  })

  it('writes no number, code or token anywhere', () => {
    expect(processes.output()).not.toMatch(new RegExp(`eyJ[A-Za-z0-9_-]{20}|${pidOfP01}`))
  })
})

describe('the demo API', () => {
  it('refuses a call without a token, and says with what scheme to come back', async () => {
    const response = await fetch(`${processes.demoApiUrl}/kjernejournal`)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^DPoP algs="ES256 /)
  })
})

describe('machine-token.ts', () => {
  it('prints the claims of a machine without a person, and not the token', async () => {
    const env = { PATH: process.env['PATH'], TILLIT_PORT: new URL(processes.issuer).port }
    const run = await promisify(execFile)(`${root}node_modules/.bin/node`, ['demo/machine-token.ts'], {
      cwd: root,
      env,
    })
    const printed = JSON.parse(run.stdout)
    expect(printed.header).toMatchObject({ alg: 'PS256', typ: 'at+jwt' })
    expect(printed.payload).toMatchObject({
      iss: processes.issuer,
      aud: 'nhn:kjernejournal',
      client_id: 'integrasjon-nordfjell',
      scope: ['nhn:kjernejournal/api'],
      'helseid://claims/client/claims/orgnr_parent': '999977774',
      cnf: { jkt: expect.stringMatching(/^[\w-]{43}$/) },
    })
    expect(Object.keys(printed.payload).filter((name) => name.includes('/identity/'))).toEqual([])
    expect(run.stdout).not.toContain('eyJ')
  })
})

function textOf(page: Visit, testId: string): string {
  const inner = new RegExp(`data-testid="${testId}"[^>]*>([\\s\\S]*?)</(?:section|dd|code)>`).exec(page.html)?.[1]
  if (inner === undefined) throw new Error(`no ${testId} on ${page.url}`)
  return inner
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#34;', '"')
    .trim()
}

/** The `jti` in the second table: that of the access token. */
function accessTokenId(page: Visit): string {
  const tables = page.html.split('<table>')
  return /<code>jti<\/code>[\s\S]*?<td>([^<]+)</.exec(tables[2] ?? '')?.[1] ?? ''
}
