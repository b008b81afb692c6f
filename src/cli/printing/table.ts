const escapeCharacter = '\u001b'
/** What only colours a text. */
const colour = new RegExp(`${escapeCharacter}\\[\\d+m`, 'g')

/** Columns as wide as their widest cell, two spaces apart. Colours take no room. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [heading, ...rows]
  const widths = heading.map((_, column) => Math.max(...all.map((row) => lengthOf(row[column] ?? ''))))
  const line = (row: readonly string[]) =>
    widths
      .map((width, column) => pad(row[column] ?? '', width))
      .join('  ')
      .trimEnd()
  return `${all.map(line).join('\n')}\n`
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(width - lengthOf(text))
}

function lengthOf(text: string): number {
  return text.replace(colour, '').length
}
