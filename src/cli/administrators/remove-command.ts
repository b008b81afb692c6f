import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'

export const removeAdministratorCommand: Command = {
  name: 'administrator remove',
  summary: 'Take an organisation from a person who administers it',
  help: `Usage: tillit administrator remove <id> --organisation NUMBER --reason TEXT [--yes]

The id is that of tillit administrator list. It holds from the person's next request on.

  --organisation NUMBER   that the person no longer administers
${changingHelp}; {"id", "organisation"}

Example: tillit administrator remove 4GG94Y5YK1Q0T8W2ZB6NAX3VRM --organisation 310000094 --reason "has left" --yes
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, { ...changingOptions, organisation: { type: 'string' } })
    const [id] = wordsOf(positionals, 'the id')
    const { organisation } = values
    if (organisation === undefined) throw new UsageError('give --organisation')
    const reason = reasonOf(values)
    await withAdmin(world, values, ['operations'], async (api) => {
      await confirm(world, values, `Take ${organisation} from ${id}?`)
      const path = `/administrators/${encodeURIComponent(id)}/organisations/${encodeURIComponent(organisation)}`
      await api.call({ method: 'DELETE', path, reason })
      writeAnswer(world, values, { id, organisation }, () => `${id} no longer administers ${organisation}\n`)
    })
    return 0
  },
}
