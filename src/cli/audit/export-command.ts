import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { exportTrail } from '#src/audit/search.ts'
import type { Command } from '../command.ts'
import { withAudit } from '../offline.ts'
import { readOptions } from '../read-options.ts'
import { filterHelp, filterOptions, readFilter } from './filter-options.ts'

export const exportCommand: Command = {
  name: 'audit export',
  summary: 'Write records as JSON Lines, oldest first',
  help: `Usage: tillit audit export [filter]

${filterHelp}

One JSON object a line, on standard output, as they stand in the trail. Never in memory as a whole.

Example: tillit audit export --from 2026-11-01 --until 2026-12-01 > november.jsonl
`,
  run: async (args, { env, stdin, stdout }) => {
    const { values } = readOptions(args, filterOptions)
    const filter = await readFilter(values, stdin)
    await withAudit(env, (access) =>
      // Standard output stays open: it is not ours to close.
      pipeline(Readable.from(exportTrail(access, filter)), stdout, { end: false }),
    )
    return 0
  },
}
