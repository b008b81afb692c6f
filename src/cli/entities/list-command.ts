import { z } from 'zod'
import { readAll } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { readingHelp, readingOptions } from '../options.ts'
import { table } from '../printing/table.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { type CommandKind, entityWords } from './entity-words.ts'

const itemSchema = z.object({ etag: z.string(), document: z.record(z.string(), z.unknown()) })

/** `tillit client|api|organisation list`. */
export function listCommand(kind: CommandKind): Command {
  const { path, plural, columns } = entityWords[kind]
  return {
    name: `${kind} list`,
    summary: `List the ${plural} that are registered`,
    help: `Usage: tillit ${kind} list [--organisation NUMBER] [--status STATUS] [--search TEXT] [--json]

  --organisation NUMBER   that belong to this organisation
  --status STATUS         ${kind === 'client' ? 'draft, active or disabled' : 'active or disabled'}
  --search TEXT           with this text anywhere in the document
${readingHelp}; {"items": [{"etag", "document"}]}

Example: tillit ${kind} list --status active
`,
    run: async (args, world) => {
      const { values, positionals } = readOptions(args, {
        ...readingOptions,
        organisation: { type: 'string' },
        status: { type: 'string' },
        search: { type: 'string' },
      })
      if (positionals.length > 0) throw new UsageError(`${kind} list takes no ${positionals[0]}`)
      const { organisation, status, search: q } = values
      const items = await withAdmin(world, values, ['registry.read'], (api) =>
        readAll(api, `/${path}`, itemSchema, { organisation, status, q }),
      )
      writeAnswer(world, values, { items }, () =>
        table(
          columns.map(([heading]) => heading),
          items.map(({ document }) => columns.map(([, member]) => String(document[member] ?? ''))),
        ),
      )
      return 0
    },
  }
}
