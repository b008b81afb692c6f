import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { showSigningKeys, signingKeysSchema } from './list-command.ts'

export const rotateSigningKeysCommand: Command = {
  name: 'keys rotate',
  summary: 'Make new keys for the broker to sign with',
  help: `Usage: tillit keys rotate --reason TEXT [--yes]

The new keys are published first and sign later; the old ones stay published as long as something that they signed lives.

${changingHelp}; {"items": [key]}

Example: tillit keys rotate --reason "yearly" --yes
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, changingOptions)
    if (positionals.length > 0) throw new UsageError(`keys rotate takes no ${positionals[0]}`)
    const reason = reasonOf(values)
    await withAdmin(world, values, ['operations'], async (api) => {
      await confirm(world, values, 'Make new signing keys?')
      const answer = await api.call({ method: 'POST', path: '/keys/rotation', body: {}, reason })
      const keys = readAnswer(signingKeysSchema, answer.body)
      writeAnswer(world, values, keys, () => showSigningKeys(keys))
    })
    return 0
  },
}
