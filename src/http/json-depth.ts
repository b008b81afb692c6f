/** Deeper than anything that is sent here for a purpose: registry files and attestations nest six times. */
const mostLevels = 32

/**
 * Whether a JSON text nests deeper than anything here needs. What walks through a value by calling itself (cloning, writing
 * it out again) fails on a text of some kilobytes that does nothing but open brackets, so it is looked for before.
 */
export function isTooDeep(json: string): boolean {
  let depth = 0
  let inString = false
  for (let at = 0; at < json.length; at += 1) {
    const character = json.charAt(at)
    if (inString && character === '\\') at += 1
    else if (character === '"') inString = !inString
    else if (inString) continue
    else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') depth -= 1
    if (depth > mostLevels) return true
  }
  return false
}
