import type { SecurityLevel } from '#idp-adapters/contract.ts'
import { lowestOf } from './levels.ts'

/** A client's wishes in `acr_values`, as HelseID's clients write them. */
export interface AcrValues {
  /** Lowest level that is named: `Level3 Level4` means at least 3. */
  readonly minimumLevel?: SecurityLevel
  /** `idp:<id>`: straight to the first of these that can be used (OpenID Connect Core section 3.1.2.1: in order of preference). */
  readonly providers: readonly string[]
  /** `amr:<method>` or `bp:amr:<method>`: a method at the provider. */
  readonly methodHint?: string
  /**
   * The whole word, when no provider was named: it means the provider whose method that is. Not a demand: where that
   * provider can't be used it is forgotten.
   */
  readonly methodWord?: string
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
  const providers = afterPrefix(words, 'idp:')
  const [method] = afterPrefix(words, 'amr:')
  const [buypassMethod] = afterPrefix(words, 'bp:amr:')
  const methodHint = method ?? buypassMethod
  const methodWord = providers.length > 0 ? undefined : words.find((word) => /^(?:bp:)?amr:./.test(word))
  const isKnown = (word: string) => levelNames.has(word) || /^(?:idp|amr|bp:amr):./.test(word)
  return {
    ...(levels.length === 0 ? {} : { minimumLevel: lowestOf(levels, 4) }),
    providers,
    ...(methodHint === undefined ? {} : { methodHint }),
    ...(methodWord === undefined ? {} : { methodWord }),
    unknown: words.filter((word) => !isKnown(word)),
  }
}

function afterPrefix(words: readonly string[], prefix: string): readonly string[] {
  return words.flatMap((word) =>
    word.startsWith(prefix) && word.length > prefix.length ? [word.slice(prefix.length)] : [],
  )
}
