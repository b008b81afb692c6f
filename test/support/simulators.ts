import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { AdapterParts } from '#idp-adapters/contract.ts'
import { decode, usePhone } from './phone.ts'

/** What the person at the keyboard does. Test values that work are the default. */
export interface LoginChoices {
  /** Persona id; default `P01`. */
  readonly persona?: string
  /** Wins over the persona. */
  readonly pid?: string
  /**
   * Value of the `method` vocabulary; default the first that is offered. `bankid-app` and `biometric` are reached through
   * BankID, `buypass-sms` through Buypass ID on mobile.
   */
  readonly method?: string
  /** TestID only. */
  readonly level?: 'high' | 'substantial'
  readonly mobileNumber?: string
  readonly birthDate?: string
  readonly oneTimeCode?: string
  readonly password?: string
  readonly pin?: string
  /** How it is with the card and its reader, the stick, the certificate; default sound. */
  readonly cardState?: string
  readonly stickState?: string
  readonly certificate?: string
  /** A fault from the panel on the page. */
  readonly fault?: string
  /** Account at a hospital; default: the persona. */
  readonly username?: string
  /** Press this instead of going on, as soon as it is there; `cancel-when-told` once the page says that something is wrong. */
  readonly press?: 'cancel' | 'reject' | 'cancel-when-told'
  /** What the phone of BankID på mobil is made to do; default `approve`. */
  readonly onPhone?: 'approve' | 'reject' | 'nothing'
  /** Called before each page is submitted, with its HTML. */
  readonly onPage?: (html: string) => void
}

/** Cookies of one browser, by origin and name; paths are ignored. */
export class CookieJar {
  readonly #cookies = new Map<string, Map<string, string>>()

  header(url: URL): string {
    return [...(this.#cookies.get(url.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  keep(url: URL, response: Response): void {
    const cookies = this.#cookies.get(url.origin) ?? new Map<string, string>()
    for (const header of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(header) ?? []
      if (name !== undefined) cookies.set(name, value ?? '')
    }
    this.#cookies.set(url.origin, cookies)
  }
}

/** Pages that the longest login takes, with room for wrong tries. */
const maximumPages = 15

/**
 * Walks the simulators' HTML forms as a browser without script does, from the authorization URL until the browser is
 * sent to another origin (the broker's callback), which is returned and not visited. An error screen is left by its
 * `cancel`. A form that would be posted to the other origin is returned as the address with its fields in the query and the
 * fragment `#form_post`, which no answer in a query has.
 * @param jar the browser; give the same one twice to come back with the provider's session.
 */
export async function driveLogin(start: URL, choices: LoginChoices = {}, jar = new CookieJar()): Promise<URL> {
  let at = await visit(start, jar, { method: 'GET' })
  for (let page = 0; page < maximumPages; page += 1) {
    if (at.left) return at.left
    choices.onPage?.(at.html)
    await usePhone(at, choices)
    const action = /<form method="post" action="([^"]+)"/.exec(at.html)?.[1]
    if (action === undefined) throw new Error(`a page without form, status ${at.status}`)
    at = await visit(new URL(action, at.url), jar, { method: 'POST', body: fillForm(at.html, choices) })
  }
  throw new Error(`no end after ${maximumPages} pages`)
}

interface Visit {
  readonly url: URL
  readonly status: number
  readonly html: string
  /** Where the browser is sent when that is another origin. */
  readonly left: URL | undefined
}

async function visit(url: URL, jar: CookieJar, init: { method: string; body?: URLSearchParams }): Promise<Visit> {
  const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie: jar.header(url) } })
  jar.keep(url, response)
  const html = await response.text()
  const target = response.headers.get('location') ?? /^0; url=(.*)$/.exec(response.headers.get('refresh') ?? '')?.[1]
  if (target === undefined) return { url, status: response.status, html, left: postedTo(html, url) }
  const next = new URL(target, url)
  if (next.origin !== url.origin) return { url, status: response.status, html, left: next }
  return visit(next, jar, { method: 'GET' })
}

/** The answer in a form to another origin, as an address. */
function postedTo(html: string, from: URL): URL | undefined {
  const action = /<form method="post" action="(https?:[^"]+)"/.exec(html)?.[1]
  if (action === undefined || new URL(action).origin === from.origin) return undefined
  const url = new URL(action)
  for (const [, name = '', value = ''] of html.matchAll(hiddenInput)) url.searchParams.set(name, decode(value))
  url.hash = 'form_post'
  return url
}

const hiddenInput = /<input type="hidden" name="([^"]+)" value="([^"]*)"/g

function fillForm(html: string, choices: LoginChoices): URLSearchParams {
  const values: Readonly<Record<string, string>> = {
    persona: choices.persona ?? 'P01',
    pid: choices.pid ?? '',
    username: choices.username ?? '',
    level: choices.level ?? 'high',
    mobile_number: choices.mobileNumber ?? '',
    birth_date: choices.birthDate ?? '',
    one_time_code: choices.oneTimeCode ?? '123456',
    password: choices.password ?? 'qwer1234',
    pin: choices.pin ?? '1234',
    card_state: choices.cardState ?? 'ready',
    stick_state: choices.stickState ?? 'ready',
    certificate: choices.certificate ?? 'valid',
    fault: choices.fault ?? '',
  }
  const form = new URLSearchParams()
  for (const [, name = '', value = ''] of html.matchAll(hiddenInput)) {
    form.set(name, value)
  }
  for (const [, name = ''] of html.matchAll(/<(?:input|select) id="[^"]*" name="([^"]+)"/g)) {
    form.set(name, values[name] ?? '')
  }
  const [name, value] = chooseButton(html, choices)
  form.set(name, value)
  return form
}

/** Methods that have no place in the first choice, and the one that leads to them. */
const ways: Readonly<Record<string, string>> = {
  'bankid-app': 'bankid',
  biometric: 'bankid',
  'buypass-sms': 'buypass-mobil',
}

function chooseButton(html: string, { method, press }: LoginChoices): readonly [string, string] {
  const buttons = [...html.matchAll(/<button [^>]*name="([^"]+)"[^>]* value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, value] as const,
  )
  const wanted: readonly (readonly [string, string])[] = [
    ...(press === 'cancel-when-told' && html.includes('role="alert"') ? [['cancel', '1'] as const] : []),
    ...(press ? [[press, '1'] as const] : []),
    ['method', method ?? ''],
    ['method', ways[method ?? ''] ?? ''],
    ['approve', '1'],
    ['next', '1'],
    ...(method === undefined ? buttons.filter(([name]) => name === 'method').slice(0, 1) : []),
    ['continue', '1'],
    // The last resort, on an error screen, where it is the only button.
    ...(buttons.length === 1 ? [['cancel', '1'] as const] : []),
  ]
  for (const [name, value] of wanted) {
    const found = buttons.find((button) => button[0] === name && button[1] === value)
    if (found) return found
  }
  throw new Error(`no button to press among ${buttons.map((button) => button.join('=')).join(', ')}`)
}

/** Arms a fault through the simulator's control endpoint, `null` clears. @throws {Error} when it is refused. */
export async function armFault(
  simulatorsUrl: string,
  providerId: string,
  fault: string | null,
  times = 1,
): Promise<void> {
  const response = await fetch(`${simulatorsUrl}/${providerId}/control`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(fault === null ? { fault } : { fault, times }),
  })
  if (response.status !== 200) throw new Error(`control answered ${response.status}`)
}

/** The marked development key whose public half the simulators know. */
export async function loadDevelopmentClientKey(name = 'idp-client'): Promise<AdapterParts['clientKey']> {
  const file = new URL(`../../config/development-keys/${name}.jwk.json`, import.meta.url)
  return z.looseObject({ kid: z.string(), alg: z.string() }).parse(JSON.parse(await readFile(file, 'utf8')))
}
