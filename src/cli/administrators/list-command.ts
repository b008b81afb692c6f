import { z } from 'zod'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { readingHelp, readingOptions } from '../options.ts'
import { table } from '../printing/table.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'

const listSchema = z.looseObject({
  items: z.array(
    z.looseObject({
      id: z.string(),
      name: z.string(),
      organisation: z.string(),
      added_at: z.string().optional(),
      added_by: z.string().optional(),
    }),
  ),
})

export const listAdministratorsCommand: Command = {
  name: 'administrator list',
  summary: 'List the people who administer, and for whom',
  help: `Usage: tillit administrator list [--json]

Whoever administers 000000000 is an operator. National identity numbers are not kept and not shown.

${readingHelp}; {"items": [{"id", "name", "organisation", "added_at", "added_by"}]}

Example: tillit administrator list
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, readingOptions)
    if (positionals.length > 0) throw new UsageError(`administrator list takes no ${positionals[0]}`)
    const answer = await withAdmin(world, values, ['operations'], (api) =>
      api.call({ method: 'GET', path: '/administrators' }),
    )
    const list = readAnswer(listSchema, answer.body)
    writeAnswer(world, values, list, () =>
      table(
        ['id', 'name', 'organisation', 'since', 'added by'],
        list.items.map(({ id, name, organisation, added_at, added_by }) => [
          id,
          name,
          organisation,
          added_at?.slice(0, 10) ?? '',
          added_by ?? '',
        ]),
      ),
    )
    return 0
  },
}
