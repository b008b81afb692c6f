import type { AuditRecord } from '#src/audit/record.ts'
import { searchTrail } from '#src/audit/search.ts'
import { type Reason, reasons } from '#src/http/reasons.ts'
import { reasonText } from '#src/views/reason-text.ts'
import { en } from '#src/views/texts/en/en.ts'
import { type Command, UsageError } from '../command.ts'
import { withAudit } from '../offline.ts'
import { readOptions } from '../read-options.ts'

/** Records of one request. A logout with many clients has the most. */
const limit = 1000
const reference = /^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{5}-?[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{5,21}$/

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Say what happened in one request, and why it was refused',
  help: `Usage: tillit explain <correlation id or reference code> [--json]

What the audit trail tells of one request: what was expected, what was found, and what to do. The correlation id is in
every answer (x-correlation-id) and every line of the log; a page shows its first ten characters.
Exit code 1 if the trail knows nothing of it: a request that was refused before its client was known is in the log alone.

Example: tillit explain 4GG94-Y5YK1
`,
  run: async (args, { env, stdout, stderr }) => {
    const { values, positionals } = readOptions(args, { json: { type: 'boolean' } })
    const [correlation = '', ...rest] = positionals
    if (rest.length > 0 || !reference.test(correlation)) {
      throw new UsageError('name one correlation id (26 characters) or reference code (10 characters)')
    }
    const { records } = await withAudit(env, (access) => searchTrail(access, { correlation }, { limit }))
    const inOrder = records.toReversed()
    if (values.json === true) stdout.write(`${JSON.stringify({ records: inOrder })}\n`)
    else for (const record of inOrder) stdout.write(explain(record))
    if (inOrder.length > 0) return 0
    stderr.write('The audit trail has no record of that request.\n')
    return 1
  },
}

function explain(record: AuditRecord): string {
  const { seq, time, event, outcome, actor, details = {} } = record
  const { minimum_level, found, ...others } = details
  const lines: readonly (readonly [string, unknown])[] = [
    ['when', `${time}, record ${seq}`],
    ['who', [actor.kind, actor.id, actor.on_behalf_of].filter(Boolean).join(' ')],
    ['client', record.client_id],
    ['organisation', record.organisation],
    ['API', record.api],
    ['provider', record.idp],
    ['expected', minimum_level === undefined ? undefined : `level ${minimum_level} or higher`],
    ['found', [record.level === undefined ? undefined : `level ${record.level}`, found].filter(Boolean).join(', ')],
    ...Object.entries(others),
    ...reasonLines(record),
  ]
  const shown = lines.filter(([, value]) => value !== undefined && value !== '')
  const text = shown.map(
    ([name, value]) => `  ${name.padEnd(16)}${typeof value === 'string' ? value : JSON.stringify(value)}\n`,
  )
  return `${event}: ${outcome}\n${text.join('')}\n`
}

function reasonLines({ reason, reason_number, level, idp }: AuditRecord): readonly (readonly [string, unknown])[] {
  if (reason === undefined) return []
  if (!isReason(reason)) return [['reason', `${reason_number} ${reason}`]]
  const words = reasonText(
    reason,
    { ...(level === undefined ? {} : { level }), ...(idp === undefined ? {} : { provider: idp }) },
    en,
  )
  return [
    ['reason', `${reason_number} ${reason}: ${words.heading}`],
    ['to the person', words.next],
  ]
}

/** A trail may hold reasons that a later version no longer has. */
function isReason(name: string): name is Reason {
  return Object.hasOwn(reasons, name)
}
