import type { SecurityLevel } from '#idp-adapters/contract.ts'
import { lowestOf } from './levels.ts'

/** A client's wishes in `acr_values`, as HelseID's clients write them. */
export interface AcrValues {
  /** Lowest level that is named: `Level3 Level4` means at least 3. */
  readonly minimumLevel?: SecurityLevel
  /** `idp:<id>`: straight to this provider. */
  readonly provider?: string
  /** `amr:<method>` or `bp:amr:<method>`: a method at the provider. */
  readonly methodHint?: string
  readonly unknown: readonly string[]
}

const levelNames: ReadonlyMap<string, SecurityLevel> = new Map([
  ['Level2', 2], ['Low', 2],
  ['Level3', 3], ['Substantial', 3], ['idporten-loa-substantial', 3],
  ['Level4', 4], ['High', 4], ['idporten-loa-high', 4],
]) // biome-ignore format: a table

/** Total: unknown values are voluntary wishes (OpenID Connect Core section 3.1.2.1) and refuse nothing. */
export function parseAcrValues(value: string | undefined): AcrValues {
  const words = value?.split(' ').filter((word) => word !== '') ?? []
  const levels = words.flatMap((word) => levelNames.get(word) ?? [])
  const provider = afterPrefix(words, 'idp:')
  const methodHint = afterPrefix(words, 'amr:') ?? afterPrefix(words, 'bp:amr:')
  const isKnown = (word: string) => levelNames.has(word) || /^(?:idp|amr|bp:amr):./.test(word)
  return {
    ...(levels.length === 0 ? {} : { minimumLevel: lowestOf(levels, 4) }),
    ...(provider === undefined ? {} : { provider }),
    ...(methodHint === undefined ? {} : { methodHint }),
    unknown: words.filter((word) => !isKnown(word)),
  }
}

function afterPrefix(words: readonly string[], prefix: string): string | undefined {
  return words.find((word) => word.startsWith(prefix) && word.length > prefix.length)?.slice(prefix.length)
}
