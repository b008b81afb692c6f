import { z } from 'zod'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { readSecretLine } from '../read-secret-line.ts'
import { writeAnswer } from '../write-answer.ts'

const addedSchema = z.looseObject({ id: z.string() })

export const addAdministratorCommand: Command = {
  name: 'administrator add',
  summary: 'Let a person administer an organisation',
  help: `Usage: tillit administrator add --name NAME --organisation NUMBER --reason TEXT [--yes] < file with the number

The person's national identity number is asked for at the terminal, or read from standard input: it stands in no process
list and no shell history, and is not kept.

  --name NAME             as lists show the person
  --organisation NUMBER   that the person administers; 000000000 makes an operator
${changingHelp}; {"id"}

Example: tillit administrator add --name "Kari Nordmann" --organisation 310000094 --reason "their letter" --yes < number.txt
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, {
      ...changingOptions,
      name: { type: 'string' },
      organisation: { type: 'string' },
    })
    if (positionals.length > 0)
      throw new UsageError('the number of a person is never a word of the command: it is asked for')
    const { name, organisation } = values
    if (name === undefined || organisation === undefined) throw new UsageError('give --name and --organisation')
    const reason = reasonOf(values)
    const pid = await readSecretLine(world, 'National identity number (not shown): ')
    if (!/^\d{11}$/.test(pid)) throw new UsageError('a national identity number has eleven digits')
    await withAdmin(world, values, ['operations'], async (api) => {
      await confirm(world, values, `Let ${name} administer ${organisation}?`)
      const body = { pid, name, organisation }
      const answer = await api.call({ method: 'POST', path: '/administrators', body, reason })
      const added = readAnswer(addedSchema, answer.body)
      writeAnswer(world, values, added, () => `${name} administers ${organisation} (${added.id})\n`)
    })
    return 0
  },
}
