import type { TestBrowser } from './browser.ts'

/** Listens to what this process asks of other servers, and changes nothing. To be called before the broker starts. */
export function listenUpstream(): { pushedTo(provider: string): URLSearchParams | undefined; stop(): void } {
  const real = globalThis.fetch
  const pushed = new Map<string, URLSearchParams>()
  globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input)
    const provider = /^\/([^/]+)\//.exec(pathname)?.[1] ?? ''
    const form = new URLSearchParams(typeof init?.body === 'string' ? init.body : String(init?.body ?? ''))
    if (form.has('code_challenge') && provider !== 'connect') pushed.set(provider, form)
    return real(input, init)
  }
  return {
    pushedTo: (provider) => pushed.get(provider),
    stop: () => {
      globalThis.fetch = real
    },
  }
}

/** What a provider was asked: pushed to it, or in the address that the browser was sent to. */
export function askedOf(
  upstream: Pick<ReturnType<typeof listenUpstream>, 'pushedTo'>,
  browser: TestBrowser,
  provider: string,
): Readonly<Record<string, string>> {
  const inAddress = browser.visited.findLast((url) => new URL(url).searchParams.has('code_challenge'))
  const parameters = upstream.pushedTo(provider) ?? new URL(inAddress ?? 'about:blank').searchParams
  return Object.fromEntries(parameters)
}
