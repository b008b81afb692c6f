import { z } from 'zod'
import { readAnswer } from './api/read-all.ts'
import { withAdmin } from './api/with-admin.ts'
import { type Command, UsageError } from './command.ts'
import { readingHelp, readingOptions } from './options.ts'
import { fields } from './printing/fields.ts'
import { readOptions } from './read-options.ts'
import { writeAnswer } from './write-answer.ts'

const statusSchema = z.record(z.string(), z.unknown())

export const statusCommand: Command = {
  name: 'status',
  summary: 'Show what runs, and which revision of the registry it serves',
  help: `Usage: tillit status [--json]

${readingHelp}; {"version", "environment", "revision", "is_stale", "started_at", …}

Example: tillit status
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, readingOptions)
    if (positionals.length > 0) throw new UsageError(`status takes no ${positionals[0]}`)
    const answer = await withAdmin(world, values, ['registry.read'], (api) =>
      api.call({ method: 'GET', path: '/status' }),
    )
    const status = readAnswer(statusSchema, answer.body)
    writeAnswer(world, values, status, () =>
      fields(Object.entries(status).map(([name, value]) => [name.replaceAll('_', ' '), value])),
    )
    return 0
  },
}
