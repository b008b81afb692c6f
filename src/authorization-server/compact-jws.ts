/**
 * Whether a text is a JWS in compact form to the letter: three parts of the URL-safe alphabet, no padding, no line end.
 * Decoders are lenient and take one signature in many spellings; we take one.
 *
 * @see RFC 7515 sections 2 and 7.1
 */
export function isCompactJws(text: unknown): text is string {
  return typeof text === 'string' && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text) && !text.endsWith('\n')
}
