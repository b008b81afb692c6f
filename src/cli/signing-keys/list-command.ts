import { z } from 'zod'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { readingHelp, readingOptions } from '../options.ts'
import { table } from '../printing/table.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'

/** The broker's own keys, as the admin API tells of them. */
export const signingKeysSchema = z.looseObject({
  items: z.array(
    z.looseObject({ kid: z.string(), alg: z.string(), state: z.string(), created_at: z.string().optional() }),
  ),
})

export const listSigningKeysCommand: Command = {
  name: 'keys list',
  summary: 'List the keys that the broker signs with, and what becomes of each',
  help: `Usage: tillit keys list [--json]

${readingHelp}; {"items": [{"kid", "alg", "state", "created_at"}]}

Example: tillit keys list
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, readingOptions)
    if (positionals.length > 0) throw new UsageError(`keys list takes no ${positionals[0]}`)
    const answer = await withAdmin(world, values, ['operations'], (api) => api.call({ method: 'GET', path: '/keys' }))
    const keys = readAnswer(signingKeysSchema, answer.body)
    writeAnswer(world, values, keys, () => showSigningKeys(keys))
    return 0
  },
}

/** One line a key. */
export function showSigningKeys({ items }: z.output<typeof signingKeysSchema>): string {
  return table(
    ['kid', 'alg', 'state', 'created'],
    items.map(({ kid, alg, state, created_at }) => [kid, alg, state, created_at?.slice(0, 10) ?? '']),
  )
}
