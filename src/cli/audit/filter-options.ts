import { type AuditEvent, auditEvents } from '#src/audit/events.ts'
import type { AuditFilter } from '#src/audit/search.ts'
import { type CommandWorld, UsageError } from '../command.ts'
import { readingOptions } from '../options.ts'
import { readSecretLine } from '../read-secret-line.ts'

/** What to look for; the same for search and export. */
export const filterOptions = {
  ...readingOptions,
  client: { type: 'string' },
  organisation: { type: 'string' },
  event: { type: 'string' },
  correlation: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  person: { type: 'boolean' },
} as const

export const filterHelp = `  --client ID             of this client
  --organisation NUMBER   of this organisation
  --person                about one person; the number is asked for, or read from standard input, so that it stands
                          in no process list and no shell history
  --event NAME            ${auditEvents.slice(0, 6).join(', ')},
                          ${auditEvents.slice(6).join(', ')}
  --correlation ID        a correlation id, or the reference code of a page
  --from, --until TIME    ISO 8601, for instance 2026-11-25 or 2026-11-25T10:00:00Z; until is not included`

type Values = { readonly [name in keyof typeof filterOptions]?: string | boolean | undefined }

/** @throws {UsageError} for an event that there is not, or a time that is none. */
export async function readFilter(values: Values, world: CommandWorld): Promise<AuditFilter> {
  const string = (name: keyof Values) => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  return {
    clientId: string('client'),
    organisation: string('organisation'),
    event: eventOf(string('event')),
    correlation: string('correlation'),
    from: timeOf(string('from')),
    until: timeOf(string('until')),
    pid: values.person === true ? await readPid(world) : undefined,
  }
}

async function readPid(world: CommandWorld): Promise<string> {
  const pid = await readSecretLine(world, 'National identity number (not shown): ')
  if (!/^\d{11}$/.test(pid)) throw new UsageError('a national identity number has eleven digits')
  return pid
}

function eventOf(name: string | undefined): AuditEvent | undefined {
  const event = auditEvents.find((each) => each === name)
  if (name !== undefined && event === undefined) throw new UsageError(`--event is one of ${auditEvents.join(', ')}`)
  return event
}

function timeOf(time: string | undefined): number | undefined {
  if (time === undefined) return undefined
  const milliseconds = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(time) ? Date.parse(time) : Number.NaN
  if (Number.isNaN(milliseconds)) throw new UsageError('a time looks like 2026-11-25 or 2026-11-25T10:00:00Z')
  return milliseconds
}
