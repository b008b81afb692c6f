import { ProblemError } from '#src/http/problem-error.ts'

/** Characters that a reason has at least and at most. */
const reasonLength = { least: 3, most: 1000 }

/** Why somebody does it, for history and audit. @throws {ProblemError} `request_invalid` */
export function requireReason(reason: string | undefined): string {
  const text = reason?.trim() ?? ''
  if (text.length >= reasonLength.least && text.length <= reasonLength.most) return text
  const allowed = `why you do it, in ${reasonLength.least} to ${reasonLength.most} characters`
  throw new ProblemError('request_invalid', 'every change needs a reason', [
    { parameter: 'Tillit-Reason', found: text === '' ? 'nothing' : `${text.length} characters`, allowed },
  ])
}
