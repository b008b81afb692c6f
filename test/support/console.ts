import type { TestBroker } from './broker.ts'
import { TestBrowser, type Visit } from './browser.ts'
import { driveLogin } from './simulators.ts'

/** A person's browser in the console, without a screen. */
export interface ConsoleVisitor {
  readonly browser: TestBrowser
  /** Where the login ended. */
  readonly page: Visit
  /** @param path below the issuer. */
  get(path: string): Promise<Visit>
  /** Sends the form of a page that has this button or field. */
  send(page: Visit, fields: Record<string, string>, withName?: string): Promise<Visit>
}

/** Logs a persona in to the console, by the broker's own login. */
export async function logInToConsole(
  broker: TestBroker,
  persona: string,
  { to = '/admin', browser = new TestBrowser() }: { readonly to?: string; readonly browser?: TestBrowser } = {},
): Promise<ConsoleVisitor> {
  let page = await browser.get(`${broker.issuer}/admin/login?${new URLSearchParams({ to })}`)
  if (page.html.includes('name="idp"')) {
    page = await browser.submit(page, { idp: 'bankid-oidc' }, { stopAt: broker.simulatorsUrl })
    const callback = await driveLogin(new URL(page.url), { persona })
    page = await browser.deliver(callback)
  }
  return visitorOf(broker, browser, page)
}

export function visitorOf(broker: TestBroker, browser: TestBrowser, page: Visit): ConsoleVisitor {
  return {
    browser,
    page,
    get: (path) => browser.get(broker.issuer + path),
    send: (from, fields, withName) => {
      const form = formWith(from, withName)
      return browser.submit(from, { ...writtenIn(from, form), ...fields }, { form })
    },
  }
}

/** The number of the form with this field or button; without a name the first after the one that logs out. */
function formWith(page: Visit, name = 'csrf'): number {
  const isLogout = (form: string) => form.includes('action="/admin/logout"')
  const found = [...page.html.matchAll(/<form\b[\s\S]*?<\/form>/g)].findIndex(
    ([form]) => form.includes(` name="${name}"`) && (name === 'logout' || !isLogout(form)),
  )
  if (found === -1) throw new Error(`no form with ${name} on ${page.url}, ${headingOf(page)}`)
  return found
}

/** What stands in the text areas and lists of one form, as a browser would send it. */
function writtenIn({ html }: Visit, form: number): Record<string, string> {
  const inner = [...html.matchAll(/<form\b[\s\S]*?<\/form>/g)][form]?.[0] ?? ''
  const areas = [...inner.matchAll(/<textarea\b[^>]* name="([^"]*)"[^>]*>([\s\S]*?)<\/textarea>/g)]
  const lists = [...inner.matchAll(/<select\b[^>]* name="([^"]*)"[\s\S]*?<\/select>/g)]
  return Object.fromEntries([
    ...areas.map(([, name = '', text = '']) => [name, unescaped(text)]),
    ...lists.map(([list, name = '']) => {
      const chosen = /<option value="([^"]*)" selected>/.exec(list) ?? /<option value="([^"]*)"/.exec(list)
      return [name, unescaped(chosen?.[1] ?? '')]
    }),
  ])
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}

/** The words of a page without its tags. */
export function wordsOf({ html }: Visit): string {
  return unescaped(html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '))
}

/** The heading of a page. */
export function headingOf({ html }: Visit): string {
  return /<h1[^>]*>([^<]*)/.exec(html)?.[1] ?? ''
}
