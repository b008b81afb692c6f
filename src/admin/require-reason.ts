import { ProblemError } from '#src/http/problem-error.ts'

/** Characters that a reason has at least and at most. */
const reasonLength = { least: 3, most: 1000 }
// It is read on terminals and in pages: nothing in it moves a cursor or turns the direction of the text.
const visible = /^[^\p{C}]+$/u

/**
 * Why somebody does it, for history and audit: on one line, however many it was written on.
 * @throws {ProblemError} `request_invalid`
 */
export function requireReason(reason: string | undefined): string {
  const text = reason?.replace(/\s+/g, ' ').trim() ?? ''
  const isLong = text.length >= reasonLength.least && text.length <= reasonLength.most
  if (isLong && visible.test(text)) return text
  const found = text === '' ? 'nothing' : isLong ? 'control or invisible characters' : `${text.length} characters`
  const allowed = `why you do it, in ${reasonLength.least} to ${reasonLength.most} characters`
  throw new ProblemError('request_invalid', 'every change needs a reason', [
    { parameter: 'Tillit-Reason', found, allowed },
  ])
}
