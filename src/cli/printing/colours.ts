/** How a word is shown on a terminal. */
export type Tone = 'good' | 'warning' | 'bad' | 'strong'

// ANSI: green, yellow, red, bold.
const codes: Readonly<Record<Tone, string>> = { good: '32', warning: '33', bad: '31', strong: '1' }

/** Puts a tone on a text, or on a terminal without colours leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string

export function paintFor({ hasColours }: { readonly hasColours: boolean }): Paint {
  return (tone, text) => (hasColours ? `\u001b[${codes[tone]}m${text}\u001b[0m` : text)
}
