import { createServer, type Server } from 'node:http'
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { isLoopbackHost } from '#config/loopback.ts'

/** Seconds; a token takes about a millisecond, a login page a few. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 2.5]

/** Figures for the operator. Labels come from closed lists only: never a client's or a person's text. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests: Histogram<'route' | 'status'>
  readonly #logins: Counter<'idp' | 'outcome'>
  readonly #registers: Counter<'register' | 'outcome'>
  readonly #billed: Counter<'idp' | 'on_behalf_of'>
  readonly #reports = new Map<string, () => Promise<unknown>>()

  constructor() {
    collectDefaultMetrics({ register: this.#registry })
    this.#requests = new Histogram({
      name: 'tillit_request_seconds',
      help: 'Time to answer, by route and status class',
      labelNames: ['route', 'status'],
      buckets,
      registers: [this.#registry],
    })
    this.#logins = new Counter({
      name: 'tillit_logins_total',
      help: 'Logins that came back from a provider, by outcome (completed, or the reason of the refusal)',
      labelNames: ['idp', 'outcome'],
      registers: [this.#registry],
    })
    this.#billed = new Counter({
      name: 'tillit_logins_billed_total',
      help: 'Completed logins by provider and the organisation on whose behalf (empty: none was named)',
      labelNames: ['idp', 'on_behalf_of'],
      registers: [this.#registry],
    })
    this.#registers = new Counter({
      name: 'tillit_person_register_lookups_total',
      help: 'Questions to a register about the person behind a login, by outcome (found, none, several, unavailable, invalid)',
      labelNames: ['register', 'outcome'],
      registers: [this.#registry],
    })
  }

  countRequest(route: string, statusClass: string, seconds: number): void {
    this.#requests.observe({ route, status: statusClass }, seconds)
  }

  countLogin(idp: string, outcome: string): void {
    this.#logins.inc({ idp, outcome })
  }

  /** @param onBehalfOf an organisation that was checked against the registry, so the list is closed; or empty. */
  countBilledLogin(idp: string, onBehalfOf: string): void {
    this.#billed.inc({ idp, on_behalf_of: onBehalfOf })
  }

  countRegister(register: string, outcome: string): void {
    this.#registers.inc({ register, outcome })
  }

  /** What this node serves, read when somebody asks for the figures. */
  watchRegistry(read: () => { readonly revision: number; readonly isStale: boolean }): void {
    const gauge = (name: string, help: string, value: () => number) =>
      new Gauge({
        name,
        help,
        registers: [this.#registry],
        collect() {
          this.set(value())
        },
      })
    gauge('tillit_registry_revision', 'Revision of the registry that this node serves', () => read().revision)
    gauge('tillit_registry_stale', '1 while the registry can not be read and the last one is served', () =>
      Number(read().isStale),
    )
  }

  /** Keys of clients that end soon, by days: names of clients stand in no label. */
  watchClientKeys(read: () => ReadonlyMap<string, number>): void {
    new Gauge({
      name: 'tillit_client_keys_expiring',
      help: 'Keys of active clients that end within so many days and leave the client without a key',
      labelNames: ['within'],
      registers: [this.#registry],
      collect() {
        for (const [within, count] of read()) this.set({ within }, count)
      },
    })
  }

  /** Adds an address whose JSON an operator may read on the operations port. */
  report(path: string, read: () => Promise<unknown>): void {
    this.#reports.set(path, read)
  }

  /**
   * A listener of its own port, for `/metrics` is nobody's business on the public one. It is bound to loopback, and takes
   * loopback names only: a web page in a browser on this machine could get here under a name of its own (DNS rebinding).
   */
  server(): Server {
    return createServer((request, response) => {
      if (!isLoopbackHost(URL.parse(`http://${request.headers.host ?? ''}`)?.hostname ?? '')) {
        response.writeHead(421).end()
        return
      }
      const answer = request.method === 'GET' ? this.#answer(request.url ?? '') : undefined
      if (answer === undefined) {
        response.writeHead(404).end()
        return
      }
      answer.text.then(
        (text) => response.writeHead(200, { 'content-type': answer.type }).end(text),
        () => response.writeHead(500).end(),
      )
    })
  }

  #answer(path: string): { readonly type: string; readonly text: Promise<string> } | undefined {
    if (path === '/metrics') return { type: this.#registry.contentType, text: this.#registry.metrics() }
    const read = this.#reports.get(path)
    return read && { type: 'application/json', text: read().then((value) => JSON.stringify(value)) }
  }
}
