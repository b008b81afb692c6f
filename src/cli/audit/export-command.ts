import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Command } from '../command.ts'
import { readingHelp } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { withAuditSource } from './audit-source.ts'
import { filterHelp, filterOptions, readFilter } from './filter-options.ts'

export const exportCommand: Command = {
  name: 'audit export',
  summary: 'Write records as JSON Lines, oldest first',
  help: `Usage: tillit audit export [filter]

${filterHelp}
${readingHelp}; the output is that already

One JSON object a line, on standard output, as they stand in the trail. Never in memory as a whole.

Example: tillit audit export --from 2026-11-01 --until 2026-12-01 > november.jsonl
`,
  run: async (args, world) => {
    const { values } = readOptions(args, filterOptions)
    const filter = await readFilter(values, world)
    await withAuditSource(world, values, async (source) =>
      // Standard output stays open: it is not ours to close.
      pipeline(Readable.from(await source.export(filter)), world.stdout, { end: false }),
    )
    return 0
  },
}
