import type { AuditRecord } from '#src/audit/record.ts'
import { referenceCodeOf } from '#src/operations/correlation.ts'
import { type Command, UsageError } from '../command.ts'
import { readingHelp } from '../options.ts'
import { table } from '../printing/table.ts'
import { readOptions } from '../read-options.ts'
import { withAuditSource } from './audit-source.ts'
import { filterHelp, filterOptions, readFilter } from './filter-options.ts'

const usualLimit = 50
const highestLimit = 1000

export const searchCommand: Command = {
  name: 'audit search',
  summary: 'Find records, newest first',
  help: `Usage: tillit audit search [filter] [--limit N] [--before SEQ] [--json]

${filterHelp}
  --limit N               records of one page, ${usualLimit} if not given, at most ${highestLimit}
  --before SEQ            the next page: records older than this one
${readingHelp}; {"records": […], "next": SEQ}

Example: tillit audit search --client epj-nordfjell --event token.refused --from 2026-11-25
`,
  run: async (args, world) => {
    const { values } = readOptions(args, {
      ...filterOptions,
      limit: { type: 'string' },
      before: { type: 'string' },
    })
    const filter = await readFilter(values, world)
    const limit = whole('--limit', values.limit, highestLimit) ?? usualLimit
    const before = whole('--before', values.before, Number.MAX_SAFE_INTEGER)
    const page = await withAuditSource(world, values, (source) => source.search(filter, { limit, before }))
    if (values.json === true) {
      world.stdout.write(`${JSON.stringify(page)}\n`)
      return 0
    }
    const heading = ['seq', 'time', 'event', 'outcome', 'reason', 'client', 'organisation', 'idp', 'reference']
    world.stdout.write(table(heading, page.records.map(cells)))
    if (page.next !== undefined) world.stdout.write(`There are more: --before ${page.next}\n`)
    return 0
  },
}

function cells(record: AuditRecord): readonly string[] {
  const { seq, time, event, outcome, reason, client_id, organisation, idp, correlation_id } = record
  const reference = correlation_id === undefined ? undefined : referenceCodeOf(correlation_id)
  return [String(seq), time, event, outcome, reason, client_id, organisation, idp, reference].map((cell) => cell ?? '-')
}

function whole(name: string, value: string | undefined, most: number): number | undefined {
  if (value === undefined) return undefined
  const number = /^\d{1,15}$/.test(value) ? Number(value) : 0
  if (number < 1 || number > most) throw new UsageError(`${name} is a whole number from 1 to ${most}`)
  return number
}
