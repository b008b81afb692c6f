import type { IdpAdapter, Language, SecurityLevel } from '#idp-adapters/contract.ts'
import { highestOf, lowestOf } from '#src/assurance/levels.ts'

/** An upstream identity provider as this broker is configured to use it. */
export interface Provider {
  readonly id: string
  readonly adapter: IdpAdapter
  readonly name: Readonly<Record<Language, string>>
  readonly note?: Readonly<Record<Language, string>>
  /** Highest level that the agreement with the provider allows, whatever it claims. */
  readonly levelCap: SecurityLevel
}

/** Milliseconds that a provider that did not answer is shown as down; each login attempt by name tries it anyway. */
const downMilliseconds = 30_000

/** The configured providers, with what this node has seen of their health. */
export class Providers {
  readonly #byId: ReadonlyMap<string, Provider>
  readonly #downUntil = new Map<string, number>()
  readonly #nowMilliseconds: () => number

  constructor(providers: readonly Provider[], nowMilliseconds: () => number) {
    this.#byId = new Map(providers.map((provider) => [provider.id, provider]))
    this.#nowMilliseconds = nowMilliseconds
  }

  get(id: string): Provider | undefined {
    return this.#byId.get(id)
  }

  all(): readonly Provider[] {
    return [...this.#byId.values()]
  }

  isUp(id: string): boolean {
    return (this.#downUntil.get(id) ?? 0) <= this.#nowMilliseconds()
  }

  reportAnswer(id: string): void {
    this.#downUntil.delete(id)
  }

  reportSilence(id: string): void {
    this.#downUntil.set(id, this.#nowMilliseconds() + downMilliseconds)
  }

  /** Highest level that any answer of this provider can prove. */
  highestLevel(provider: Provider): SecurityLevel {
    const highest = highestOf(
      provider.adapter.levels.map((row) => row.level),
      2,
    )
    return lowestOf([highest], provider.levelCap)
  }
}
