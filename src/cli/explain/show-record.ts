import type { AuditRecord } from '#src/audit/record.ts'
import { type Reason, reasons } from '#src/http/reasons.ts'
import { reasonText } from '#src/views/reason-text.ts'
import { en } from '#src/views/texts/en/en.ts'
import { textOf } from '../printing/fields.ts'

/** One record for a person: what was expected, what was found, and what the person was told. */
export function showRecord(record: AuditRecord): string {
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
  const text = shown.map(([name, value]) => `  ${name.padEnd(16)}${textOf(value)}\n`)
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
