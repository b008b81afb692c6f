import type { Paint, Tone } from './colours.ts'
import { visible } from './visible.ts'

/** A text, or one in a tone. */
export type Cell = string | { readonly text: string; readonly tone: Tone }

const plain: Paint = (_tone, text) => text

/** Columns as wide as their widest cell, two spaces apart. */
export function table(heading: readonly string[], rows: readonly (readonly Cell[])[], paint: Paint = plain): string {
  const all = [heading, ...rows]
  const widths = heading.map((_, column) => Math.max(...all.map((row) => textIn(row[column]).length)))
  const line = (row: readonly Cell[]) =>
    widths
      .map((width, column) => pad(row[column], width, paint))
      .join('  ')
      .trimEnd()
  return `${all.map(line).join('\n')}\n`
}

function pad(cell: Cell | undefined, width: number, paint: Paint): string {
  const text = textIn(cell)
  const shown = typeof cell === 'object' ? paint(cell.tone, text) : text
  return shown + ' '.repeat(width - text.length)
}

function textIn(cell: Cell = ''): string {
  return visible(typeof cell === 'string' ? cell : cell.text)
}
