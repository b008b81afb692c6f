const token = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g

/**
 * Whether an object of a JSON text has two members of the same name. Readers differ in which of the two counts, so that
 * what one checks is not what the other takes (RFC 8259 section 4).
 *
 * @param text is JSON, which has been seen before.
 */
export function hasRepeatedMember(text: string): boolean {
  // Names of the objects that are open; undefined for an array.
  const open: (Set<string> | undefined)[] = []
  let isName = false
  for (const [found] of text.matchAll(token)) {
    const names = open.at(-1)
    if (found === '{') open.push(new Set())
    else if (found === '[') open.push(undefined)
    else if (found === '}' || found === ']') open.pop()
    else if (found.startsWith('"') && isName && names !== undefined) {
      const name = String(JSON.parse(found))
      if (names.has(name)) return true
      names.add(name)
    }
    isName = found === '{' || (found === ',' && open.at(-1) !== undefined)
  }
  return false
}
