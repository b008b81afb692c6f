/**
 * A browser without a screen: cookies by host name and path (ports share cookies, as in real ones), redirects, forms,
 * the Refresh header. It follows as long as it is told and stops where a person would have to act.
 */
export class TestBrowser {
  readonly #jar = new Map<string, { value: string; path: string; host: string }>()
  /** Every address visited, in order. */
  readonly visited: string[] = []

  readonly #sent: Readonly<Record<string, string>>

  /**
   * @param cookies of another browser, as somebody who stole or planted them has them.
   * @param sent headers with every request, as a proxy on the way adds them.
   */
  constructor(cookies: ReadonlyMap<string, string> = new Map(), sent: Readonly<Record<string, string>> = {}) {
    this.#sent = sent
    for (const [name, value] of cookies) this.#jar.set(`${name} localhost /`, { value, path: '/', host: 'localhost' })
  }

  /** Values of the cookies for the whole host, by name. */
  cookies(): ReadonlyMap<string, string> {
    return new Map(
      [...this.#jar].flatMap(([key, { value, path }]) => (path === '/' ? [[key.split(' ')[0] ?? '', value]] : [])),
    )
  }

  cookieNames(): readonly string[] {
    return [...this.#jar.values()].length === 0 ? [] : [...this.#jar.keys()].map((key) => key.split(' ')[0] ?? '')
  }

  async get(url: string, options: { stopAt?: string } = {}): Promise<Visit> {
    return this.#follow(url, { method: 'GET' }, options)
  }

  /** A form that a page of another site posts to us: SameSite cookies stay at home, those that are set are kept. */
  async postFromElsewhere(
    url: string,
    fields: Readonly<Record<string, string>>,
    options: { stopAt?: string } = {},
  ): Promise<Visit> {
    const body = new URLSearchParams(fields).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://elsewhere.example' }
    return this.#follow(url, { method: 'POST', body, headers, credentials: 'omit' }, options)
  }

  /** Takes a provider's answer home the way the provider sent it (see `driveLogin`). */
  async deliver(callback: URL, options: { stopAt?: string } = {}): Promise<Visit> {
    if (callback.hash !== '#form_post') return this.get(callback.href, options)
    const fields = Object.fromEntries(callback.searchParams)
    return this.postFromElsewhere(callback.origin + callback.pathname, fields, options)
  }

  async submit(
    page: Visit,
    fields: Record<string, string>,
    options: { stopAt?: string; form?: number } = {},
  ): Promise<Visit> {
    const form = formsOf(page)[options.form ?? 0]
    if (form === undefined) throw new Error(`no form on ${page.url}`)
    const body = new URLSearchParams({ ...form.fields, ...fields }).toString()
    const headers = { 'content-type': 'application/x-www-form-urlencoded', origin: new URL(page.url).origin }
    return this.#follow(form.action, { method: 'POST', body, headers }, options)
  }

  async #follow(start: string, init: RequestInit, { stopAt }: { stopAt?: string }): Promise<Visit> {
    let url = start
    let request = init
    for (let hop = 0; hop < 20; hop++) {
      this.visited.push(url)
      if (stopAt !== undefined && url.startsWith(stopAt)) return { url, status: 0, html: '', headers: new Headers() }
      const cookie = request.credentials === 'omit' ? {} : { cookie: this.#cookiesFor(url) }
      const headers = { ...this.#sent, ...headersOf(request), ...cookie, accept: 'text/html' }
      const response = await fetch(url, { ...request, headers, redirect: 'manual' })
      this.#keep(url, response)
      const next = response.headers.get('location') ?? refreshOf(response)
      if (next === undefined)
        return { url, status: response.status, html: await response.text(), headers: response.headers }
      await response.arrayBuffer()
      url = new URL(next, url).href
      request = { method: 'GET' }
    }
    throw new Error(`more than 20 redirects from ${start}`)
  }

  #cookiesFor(url: string): string {
    const { hostname, pathname } = new URL(url)
    return [...this.#jar]
      .filter(
        ([, { host, path }]) =>
          host === hostname && (pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`)),
      )
      .map(([key, { value }]) => `${key.split(' ')[0]}=${value}`)
      .join('; ')
  }

  #keep(url: string, response: Response): void {
    const { hostname, pathname } = new URL(url)
    for (const line of response.headers.getSetCookie()) {
      const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
      const cut = pair.indexOf('=')
      const name = pair.slice(0, cut)
      const named = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5)
      const path = named ?? (pathname.slice(0, pathname.lastIndexOf('/')) || '/')
      const expired = attributes.some(
        (attribute) => /^expires=thu, 01 jan 1970/i.test(attribute) || /^max-age=0$/i.test(attribute),
      )
      const key = `${name} ${hostname} ${path}`
      if (expired) this.#jar.delete(key)
      else this.#jar.set(key, { value: pair.slice(cut + 1), path, host: hostname })
    }
  }
}

export interface Visit {
  readonly url: string
  readonly status: number
  readonly html: string
  readonly headers: Headers
}

export interface Form {
  readonly action: string
  readonly fields: Record<string, string>
  readonly buttons: readonly { readonly name: string; readonly value: string }[]
}

/** The forms of a page with their hidden and prefilled fields, read as plain HTML. */
export function formsOf(page: Visit): readonly Form[] {
  return [...page.html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)].map(([, tag = '', inner = '']) => ({
    action: new URL(attribute(tag, 'action') ?? page.url, page.url).href,
    fields: Object.fromEntries(
      [...inner.matchAll(/<input\b([^>]*)>/g)].flatMap(([, input = '']) => {
        const name = attribute(input, 'name')
        const type = attribute(input, 'type')
        if (
          name === undefined ||
          type === 'submit' ||
          ((type === 'radio' || type === 'checkbox') && !/\bchecked\b/.test(input))
        )
          return []
        return [[name, attribute(input, 'value') ?? '']]
      }),
    ),
    buttons: [...inner.matchAll(/<button\b([^>]*)>/g)].flatMap(([, button = '']) => {
      const name = attribute(button, 'name')
      return name === undefined ? [] : [{ name, value: attribute(button, 'value') ?? '' }]
    }),
  }))
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1]
  return found
    ?.replaceAll('&amp;', '&')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
}

function headersOf({ headers }: RequestInit): Record<string, string> {
  return Object.fromEntries(new Headers(headers))
}

function refreshOf(response: Response): string | undefined {
  return /^0;\s*url=(.+)$/i.exec(response.headers.get('refresh') ?? '')?.[1]
}
