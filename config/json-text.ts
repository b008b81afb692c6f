/** A JSON text read, or where it stops being JSON. */
export type JsonRead = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly found: string }

/**
 * Reads a JSON text without ever quoting it: V8's own message holds a piece of the text, which may be a key.
 * Only the place (line and column) is taken from it.
 */
export function readJson(text: string): JsonRead {
  try {
    const value: unknown = JSON.parse(text)
    if (isNestedTooDeeply(value)) return { ok: false, found: 'JSON nested too deeply' }
    return { ok: true, value }
  } catch (cause) {
    const place = cause instanceof SyntaxError ? /line (\d+) column (\d+)/.exec(cause.message) : null
    const where = place === null ? lineOfEnd(text) : `at line ${place[1]}, column ${place[2]}`
    return { ok: false, found: `a text that is not JSON ${where}` }
  }
}

// Levels of arrays and objects. Our files need six; what walks a value may recurse without fear.
const deepestNesting = 32

/** Whether arrays and objects lie within one another more often than in anything of ours. */
export function isNestedTooDeeply(value: unknown): boolean {
  return isDeeperThan(value, deepestNesting)
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  return Object.values(value).some((inner) => isDeeperThan(inner, levels - 1))
}

function lineOfEnd(text: string): string {
  return text.trim() === '' ? '(it is empty)' : `(it has ${text.split('\n').length} lines)`
}
