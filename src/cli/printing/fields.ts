import { visible } from './visible.ts'

const widestName = 46

/** Names and values, one a line; what is undefined is left out. */
export function fields(members: readonly (readonly [name: string, value: unknown])[]): string {
  const shown = members.filter(([, value]) => value !== undefined && value !== '')
  const width = Math.min(widestName, Math.max(0, ...shown.map(([name]) => name.length)))
  return shown.map(([name, value]) => `${visible(name).padEnd(width)}  ${textOf(value)}\n`).join('')
}

/** A value for reading: texts as they are, lists of texts with commas, the rest as JSON. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value) && value.every((each) => typeof each === 'string'))
    return visible(value.join(', ')) || 'none'
  // JSON escapes the C0 controls alone.
  return visible(JSON.stringify(value) ?? '')
}
