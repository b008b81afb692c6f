/**
 * The path of a `Problem` (`access[0].scope`) as a JSON Pointer (`/access/0/scope`, RFC 6901). Names may hold dots, so the
 * document says where one ends.
 */
export function jsonPointer(path: string, document: unknown): string {
  let rest = path
  let value = document
  let pointer = ''
  while (rest !== '') {
    const index = /^\[(\d+)\]/.exec(rest)
    const name = index?.[1] ?? nextName(rest.replace(/^\./, ''), value)
    rest = index === null ? rest.replace(/^\./, '').slice(name.length) : rest.slice(index[0].length)
    pointer += `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    value = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
  }
  return pointer
}

/** The longest name that the value has and the path goes on with; without one, up to the next dot or bracket. */
function nextName(rest: string, value: unknown): string {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const fitting = names.filter((name) => rest === name || rest.startsWith(`${name}.`) || rest.startsWith(`${name}[`))
  const [longest] = fitting.sort((a, b) => b.length - a.length)
  return longest ?? /^[^.[]+/.exec(rest)?.[0] ?? rest
}
