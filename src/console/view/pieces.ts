import type { Language } from '#idp-adapters/contract.ts'
import { dateTime } from '#src/views/date-time.ts'
import { safeLink } from '#src/views/safe-link.ts'

export type Color = 'neutral' | 'success' | 'warning' | 'danger' | 'info'

/** The smallest things that a page shows: words, and what stands out among them. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'muted'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'tag'; readonly text: string; readonly color: Color }
  | { readonly kind: 'link'; readonly text: string; readonly href: string; readonly about: string }
  | { readonly kind: 'time'; readonly text: string; readonly machine: string }
  | { readonly kind: 'break' }

/** Pieces one after another, as in a cell of a table. */
export type Pieces = readonly Piece[]

export const text = (value: string): Piece => ({ kind: 'text', text: value })
export const muted = (value: string): Piece => ({ kind: 'muted', text: value })
export const code = (value: string): Piece => ({ kind: 'code', text: value })
export const tag = (value: string, color: Color = 'neutral'): Piece => ({ kind: 'tag', text: value, color })
/** @param about read aloud after the text, where several links of a page say the same. */
export const link = (value: string, href: string, about = ''): Piece => ({
  kind: 'link',
  text: value,
  href: safeLink(href),
  about,
})
export const lineBreak: Piece = { kind: 'break' }

/** A moment by Norwegian time. */
export function time(moment: string | number, language: Language): Piece {
  const date = new Date(moment)
  return { kind: 'time', text: dateTime(date, language), machine: date.toISOString() }
}

/** Pieces of pieces with a line break between. */
export function lines(rows: readonly Pieces[]): Pieces {
  return rows.flatMap((row, at) => (at === 0 ? row : [lineBreak, ...row]))
}
