import { inspect } from 'node:util'
import { expect } from 'vitest'
import {
  type AdapterKind,
  type AdapterParts,
  type Identity,
  type IdpAdapter,
  LoginFailure,
  type LoginFailureReason,
  type LoginMethod,
  type LoginRequest,
  type SecurityLevel,
} from '#idp-adapters/contract.ts'
import { personas } from '#idp-adapters/simulators/core/personas.ts'
import { type Simulators, simulatorClientId, startSimulators } from '#idp-adapters/simulators/simulators.ts'
import {
  armFault,
  type CookieJar,
  driveLogin,
  type LoginChoices,
  loadDevelopmentClientKey,
} from '../support/simulators.ts'
import type { Outcome } from './adapter-faults.ts'

const brokerOrigin = 'http://localhost:1'
/** 2026-03-01T12:00:00+01:00, the day that the personas' ages are made for; far from the machine's own clock. */
const startOfClock = 1772362800
/** Seconds that a call may take: more than a busy machine needs, so that a time-out is never an accident. */
const patienceSeconds = 20

/** A kind of adapter, and what it must give at its own simulator. */
export interface AdapterUnderTest {
  readonly kind: AdapterKind
  readonly providerId: string
  /** Settings that the kind has no default for. */
  readonly settings?: Readonly<Record<string, unknown>>
  /** What a bare `access_denied` means at this provider. */
  readonly accessDenied: 'cancelled' | 'login_not_completed'
  /** What the simulator's `acr` of a weaker login is worth. */
  readonly weakerLevel: 0 | 3
  /** How far each `amr` lets a login go, whose `acr` says high. */
  readonly evidence: readonly { readonly amr: readonly string[]; readonly highest: SecurityLevel | 0 }[]
  /** Old numbers of people who have an eID here. */
  readonly previousPids: readonly string[]
  /** The broker's key at this provider; default the ES256 one. */
  readonly clientKey?: 'idp-client-rs256' | 'idp-client-ps256'
  /** Who logs in, and how, when a test doesn't say; default P01. */
  readonly person?: { readonly choices: LoginChoices; readonly pid: string }
  /** Somebody else; null where the provider has nobody else. Default P02. */
  readonly otherPerson?: { readonly choices: LoginChoices; readonly pid: string } | null
  /** The person types the national identity number; default true. */
  readonly typesNumber?: false
  /** The request goes through the browser; default: it is pushed. */
  readonly par?: 'not_supported'
  /** The provider says in its answer who it is (RFC 9207); default true. */
  readonly sendsIss?: false
  /** Faults that its simulator can't have; why is said in its test. */
  readonly impossibleFaults?: readonly string[]
  /** What comes of a login with each fault that only this simulator has. */
  readonly ownFaults?: Readonly<Record<string, Outcome>>
  /** What the adapter reports instead of an `acr` that is spoiled; default: the spoiled value. */
  readonly spoiledAcr?: (fault: string) => unknown
  /** Production refuses the kind; default false. */
  readonly isSimulatorOnly?: true
  /** What becomes of an `amr` that can't be read; default: no method at all. */
  readonly oddAmr?: LoginFailureReason
  /** Every way to log in, and what it must prove. */
  readonly logins: readonly {
    readonly choices: LoginChoices
    readonly method: LoginMethod
    readonly acr: string
    readonly level: 2 | 3 | 4
  }[]
  /** Refusals that the provider itself makes. */
  readonly refusals: readonly {
    readonly title: string
    readonly choices: LoginChoices
    readonly reason: LoginFailureReason
  }[]
}

/** One adapter, its simulator over real HTTP, and a clock that the test moves. */
export class AdapterBench {
  readonly simulators: Simulators
  readonly clock: { now: number }
  readonly #subject: AdapterUnderTest
  readonly #clientKey: AdapterParts['clientKey']
  #logins = 0

  constructor(
    subject: AdapterUnderTest,
    simulators: Simulators,
    clock: { now: number },
    key: AdapterParts['clientKey'],
  ) {
    this.#subject = subject
    this.simulators = simulators
    this.clock = clock
    this.#clientKey = key
  }

  static async open(subject: AdapterUnderTest): Promise<AdapterBench> {
    const clock = { now: startOfClock }
    const simulators = await startSimulators({
      port: 0,
      brokerOrigin,
      now: () => clock.now,
      kinds: [subject.kind.kind],
    })
    return new AdapterBench(subject, simulators, clock, await loadDevelopmentClientKey(subject.clientKey))
  }

  /** A new adapter: nothing cached. */
  create(
    changes: { readonly settings?: Record<string, unknown>; readonly parts?: Partial<AdapterParts> } = {},
  ): IdpAdapter {
    const issuer = `${this.simulators.url}/${this.#subject.providerId}`
    return this.#subject.kind.create(
      {
        issuer,
        client_id: simulatorClientId,
        timeout_seconds: patienceSeconds,
        ...this.#subject.settings,
        ...changes.settings,
      },
      {
        providerId: this.#subject.providerId,
        environment: 'test',
        now: () => this.clock.now,
        fetch,
        clientKey: this.#clientKey,
        ...changes.parts,
      },
    )
  }

  request(changes: Partial<LoginRequest> = {}): LoginRequest {
    this.#logins += 1
    return {
      redirectUri: `${brokerOrigin}/login/callback/${this.#subject.providerId}`,
      state: `state-of-login-${this.#logins}`,
      minimumLevel: 4,
      forceLogin: false,
      uiLocales: ['nb'],
      ...changes,
    }
  }

  /** Begin, walk the forms, complete. */
  async logIn(
    adapter: IdpAdapter,
    choices: LoginChoices = {},
    changes: Partial<LoginRequest> = {},
    jar?: CookieJar,
  ): Promise<Identity> {
    const request = this.request(changes)
    const { redirectTo, memo } = await adapter.beginLogin(request)
    const url = await this.drive(redirectTo, choices, jar)
    try {
      return await adapter.completeLogin({ url, request, memo })
    } catch (error) {
      expectNothingSecret(error, [memo, request.state, url.searchParams.get('code')])
      throw error
    }
  }

  /** The person's way through the provider's pages. */
  drive(start: URL, choices: LoginChoices = {}, jar?: CookieJar): Promise<URL> {
    return driveLogin(start, { ...this.#subject.person?.choices, ...choices }, jar)
  }

  /** Number of the person who logs in when a test doesn't say. */
  get pid(): string {
    return this.#subject.person?.pid ?? '07918449935'
  }

  arm(fault: string | null, times?: number): Promise<void> {
    return armFault(this.simulators.url, this.#subject.providerId, fault, times)
  }
}

/** The failure that a promise must end in. */
export async function failureOf(attempt: Promise<unknown>): Promise<LoginFailure> {
  const error = await attempt.then(
    () => new Error('it succeeded'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof LoginFailure) return error
  throw error
}

/** The level that the table gives, by exact match. */
export function levelOf(adapter: IdpAdapter, { evidence }: Identity): number {
  const row = adapter.levels.find(({ issuer, acr }) => issuer === evidence.issuer && acr === evidence.acr)
  return Math.min(row?.level ?? 0, adapter.highestLevel(evidence))
}

/** No number, name, token or one of these strings anywhere in an error, its causes included. */
export function expectNothingSecret(error: unknown, secrets: readonly (string | null)[]): void {
  const text = inspect(error, { depth: null, showHidden: true, maxStringLength: null })
  for (const { pid, previous_pids, name } of personas) {
    for (const personal of [pid, name, ...previous_pids]) expect(text).not.toContain(personal)
  }
  for (const secret of secrets) if (secret !== null) expect(text).not.toContain(secret)
  expect(text, 'no token').not.toMatch(/eyJ[\w-]{10}/)
}
