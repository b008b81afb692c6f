import { jsonPath, oneOf, type Problem } from './problem.ts'

/** Values by name; a name that is known but has no value here is undefined. */
export type Placeholders = Readonly<Record<string, string | undefined>>

/** Puts values for `${NAME}` into every text of a JSON value; one without a value, or of another name, is a problem. */
export function fillPlaceholders(
  file: string,
  input: unknown,
  placeholders: Placeholders,
): { readonly value: unknown; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const known = Object.keys(placeholders).filter((name) => placeholders[name] !== undefined)
  const fillText = (text: string, path: readonly PropertyKey[]) =>
    text.replace(/\$\{([^}]*)\}?/g, (whole, name: string) => {
      const value = known.includes(name) ? placeholders[name] : undefined
      if (value === undefined) {
        const allowed = known.length === 0 ? 'no placeholder in this environment' : oneOf(known.map((n) => `\${${n}}`))
        problems.push({ file, path: jsonPath(path), found: `the placeholder ${whole.slice(0, 60)}`, allowed })
      }
      return value ?? whole
    })
  const fill = (value: unknown, path: readonly PropertyKey[]): unknown => {
    if (typeof value === 'string') return fillText(value, path)
    if (Array.isArray(value)) return value.map((element, index) => fill(element, [...path, index]))
    if (typeof value !== 'object' || value === null) return value
    // fromEntries defines own properties, so a key named __proto__ stays a key and is refused as unknown.
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fill(inner, [...path, key])]))
  }
  return { value: fill(input, []), problems }
}
