// C0 and C1 controls: what moves a cursor, changes colours or titles, or answers to the shell. And what turns the
// direction of a text, so that it reads as another (Unicode UAX 9).
const control = /[\p{Cc}\p{Bidi_Control}]/gu

/** A text that only shows itself: names and refusals may come from anybody, and a terminal obeys what it is sent. */
export function visible(text: string): string {
  return text.replace(control, '\ufffd')
}
