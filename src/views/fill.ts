/** Values for the placeholders of a text; undefined or empty when we don't know. Escaped when printed, not here. */
export type Values = Readonly<Record<string, string | undefined>>

/**
 * Puts values into `{placeholders}`, once: a value that itself looks like a placeholder stays as it is.
 *
 * @param standIns words for unknown values ("the service"), in lower case: they get a capital at the start of a sentence.
 * @throws {Error} when a placeholder has neither.
 */
export function fill(text: string, values: Values, standIns: Values = {}): string {
  return text.replace(/\{([a-z]+)\}/g, (_all, name: string, offset: number) => {
    const value = values[name]
    if (value !== undefined && value !== '') return value
    const standIn = standIns[name]
    if (standIn === undefined) throw new Error(`no value for {${name}}`)
    const startsSentence = /(^|[.!?] )$/.test(text.slice(0, offset))
    return startsSentence ? capitalised(standIn) : standIn
  })
}

/** "eID" keeps its small e wherever it stands. */
function capitalised(words: string): string {
  return words.startsWith('eID') ? words : words.charAt(0).toUpperCase() + words.slice(1)
}

/** A text around one placeholder that is printed in an element of its own. */
export function around(text: string, name: string): { readonly before: string; readonly after: string } {
  const [before = '', after = ''] = text.split(`{${name}}`)
  return { before, after }
}
