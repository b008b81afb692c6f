import type { AuditRecord } from '#src/audit/record.ts'
import { AdminRefused } from '../api/admin-refused.ts'
import { type Command, type CommandWorld, type ExitCode, UsageError } from '../command.ts'
import { type ReadingValues, readingHelp, readingOptions } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { findRecords } from './find-records.ts'
import { showRecord } from './show-record.ts'
import { askWhatIf, whatIfHelp, whatIfOptions } from './what-if.ts'

const reference = /^[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{5}-?[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{5,21}$/

export const explainCommand: Command = {
  name: 'explain',
  summary: 'Say what happened in one request and why it was refused, or what a client would get',
  help: `Usage: tillit explain <correlation id or reference code> [--json]
       tillit explain --client ID --scope SCOPE [--scope SCOPE …] [what if] [--json]

What the audit trail tells of one request: what was expected, what was found, and what to do. The correlation id is in
every answer (x-correlation-id) and every line of the log; a page shows its first ten characters.
Exit code 1 if the trail knows nothing of it: a request that was refused before its client was known is in the log alone.

Or what if: the token that the client would be issued now, or the rule that refuses (exit code 1), decided by the very code
that decides in earnest, without any effect. The person in the answer is made up.

${whatIfHelp}
${readingHelp}; {"records"}, or {"kind": "issued", "access_tokens", …} or {"kind": "refused", "number", …}

Example: tillit explain 4GG94-Y5YK1
Example: tillit explain --client epj-nordfjell --scope nhn:kjernejournal/api --level 3
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, { ...readingOptions, ...whatIfOptions })
    const [correlation = '', ...rest] = positionals
    if (values.client !== undefined) {
      if (positionals.length > 0) throw new UsageError('either a reference, or --client and --scope')
      return askWhatIf(values, values.client, world)
    }
    if (rest.length > 0 || !reference.test(correlation)) {
      throw new UsageError('name one correlation id (26 characters) or reference code (10 characters)')
    }
    return explainRequest(correlation, world, values)
  },
}

async function explainRequest(correlation: string, world: CommandWorld, values: ReadingValues): Promise<ExitCode> {
  const records = await findRecords(correlation, world, values).catch((error: unknown): readonly AuditRecord[] => {
    if (error instanceof AdminRefused && error.problem.status === 404) return []
    throw error
  })
  if (values.json === true) world.stdout.write(`${JSON.stringify({ records })}\n`)
  else for (const record of records) world.stdout.write(showRecord(record))
  if (records.length > 0) return 0
  world.stderr.write('The audit trail has no record of that request.\n')
  return 1
}
