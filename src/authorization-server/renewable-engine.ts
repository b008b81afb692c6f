import type { RequestListener } from 'node:http'
import type { Provider } from 'oidc-provider'

/**
 * The engine takes its signing keys once and for all, so other keys mean another engine: requests that are under way end
 * in the old one, new ones begin in the new one. Neither keeps anything that the other needs.
 */
export class RenewableEngine {
  readonly #make: () => Provider
  #current: { readonly provider: Provider; readonly listener: RequestListener }

  constructor(make: () => Provider) {
    this.#make = make
    this.#current = start(make())
  }

  get provider(): Provider {
    return this.#current.provider
  }

  get listener(): RequestListener {
    return this.#current.listener
  }

  renew(): void {
    this.#current = start(this.#make())
  }
}

function start(provider: Provider) {
  return { provider, listener: provider.callback() }
}
