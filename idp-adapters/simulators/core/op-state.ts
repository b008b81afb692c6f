import type { JSONWebKeySet } from 'jose'
import { ExpiringMap } from './expiring-map.ts'
import { ArmedFault, coreFaults, type Fault } from './faults.ts'
import { Phones } from './phones.ts'
import type { AuthorizationRequest, SimulatedProvider } from './provider.ts'
import { SigningKeys } from './signing-keys.ts'
import type { EidFlow, EidProblem, Progress, ProvenLogin } from './step.ts'
import type { PageLanguage, Text } from './text.ts'

/** The broker as the provider knows it. */
export interface RegisteredClient {
  readonly clientId: string
  readonly name: string
  readonly jwks: JSONWebKeySet
  /** Exact addresses. */
  readonly redirectUris: ReadonlySet<string>
  readonly postLogoutRedirectUris: ReadonlySet<string>
}

/** One login on its way through the pages. */
export interface Transaction {
  readonly id: string
  readonly request: AuthorizationRequest
  readonly language: PageLanguage
  flow: EidFlow | undefined
  step: number
  progress: Progress
  message: Text | undefined
  problem: EidProblem | undefined
  /** What cancelling says after a step that may be tried again. */
  lastCode: EidProblem | undefined
  fault: string | undefined
}

/** What a code stands for. */
export interface CodeGrant {
  readonly request: AuthorizationRequest
  readonly login: ProvenLogin
  readonly sid: string
  readonly fault: string | undefined
}

export interface SimulatedSession {
  readonly sid: string
  readonly login: ProvenLogin
  /** Seconds since the epoch. */
  readonly beganAt: number
}

/** All that one simulated provider remembers. In memory: a restart forgets everything, keys too. */
export interface OpState {
  readonly provider: SimulatedProvider
  readonly issuer: string
  readonly client: RegisteredClient
  /** Seconds since the epoch. */
  readonly now: () => number
  readonly keys: SigningKeys
  readonly armed: ArmedFault
  readonly faults: readonly Fault[]
  readonly pushed: ExpiringMap<AuthorizationRequest>
  readonly transactions: ExpiringMap<Transaction>
  readonly codes: ExpiringMap<CodeGrant>
  readonly sessions: ExpiringMap<SimulatedSession>
  readonly usedAssertions: ExpiringMap<true>
  readonly phones: Phones
}

export async function createOpState(
  provider: SimulatedProvider,
  origin: string,
  client: RegisteredClient,
  now: () => number,
): Promise<OpState> {
  return {
    provider,
    issuer: `${origin}/${provider.id}`,
    client,
    now,
    keys: await SigningKeys.create(),
    armed: new ArmedFault(),
    faults: [...coreFaults.filter(({ id }) => !provider.impossibleFaults?.includes(id)), ...provider.ownFaults],
    pushed: new ExpiringMap(now),
    transactions: new ExpiringMap(now),
    codes: new ExpiringMap(now),
    sessions: new ExpiringMap(now),
    usedAssertions: new ExpiringMap(now),
    phones: new Phones(now),
  }
}
