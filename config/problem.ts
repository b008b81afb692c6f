/** One thing that is wrong in a file or an environment variable, said so that the reader can correct it. */
export interface Problem {
  /** The file as the reader knows it, relative to the folder that was read, or `environment`. */
  readonly file: string
  /** JSON path within the file (`access[0].scope`), or the variable's name. Empty for the file as a whole. */
  readonly path: string
  readonly found: string
  readonly allowed: string
}

/** One line a problem. */
export function describeProblem(problem: Problem): string {
  const place = problem.path === '' ? problem.file : `${problem.file} ${problem.path}`
  return `${place}: found ${problem.found}, allowed ${problem.allowed}`
}

/** `['access', 0, 'scope']` → `access[0].scope`. */
export function jsonPath(parts: readonly PropertyKey[]): string {
  return parts.reduce<string>((path, part) => {
    if (typeof part === 'number') return `${path}[${part}]`
    const name = shortName(String(part))
    return path === '' ? name : `${path}.${name}`
  }, '')
}

/** A property name as it may stand in a message: names too can be pasted secrets. */
export function shortName(name: string): string {
  return looksSecret(name) || name.length > longestQuoted ? `(a name of ${name.length} characters)` : name
}

// A message is for reading: longer texts are only counted (characters).
const longestQuoted = 120
// Runs of 40 and more from the base64url alphabet are how keys, digests and tokens look.
const opaqueRun = /[\w-]{40,}/
const elevenDigits = /\d{11}/

function looksSecret(text: string): boolean {
  return opaqueRun.test(text) || elevenDigits.test(text) || text.includes('PRIVATE KEY')
}

/**
 * What stands in the file, short and never secret: no key material, no eleven digits in a row, no password of a URL.
 *
 * @param secret the place is one for secrets (a connection string, a key): only the length is told.
 */
export function describeFound(value: unknown, secret = false): string {
  if (value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`
  if (typeof value === 'object') return value === null ? 'null' : 'an object'
  if (typeof value !== 'string') return describeScalar(value)
  const withoutUserinfo = value.replace(/\/\/[^/?#]*@/, '//…@')
  if (secret || looksSecret(value) || value.length > longestQuoted) return `a text of ${value.length} characters`
  return JSON.stringify(withoutUserinfo)
}

function describeScalar(value: unknown): string {
  const text = String(value)
  return elevenDigits.test(text) ? 'a number of eleven digits or more' : text
}

/** `"a", "b" or "c"`. */
export function oneOf(values: readonly unknown[]): string {
  if (values.length === 0) return 'nothing (there is none)'
  const quoted = values.map((value) => (typeof value === 'string' ? JSON.stringify(value) : String(value)))
  const last = quoted.at(-1) ?? ''
  return quoted.length === 1 ? last : `${quoted.slice(0, -1).join(', ')} or ${last}`
}
