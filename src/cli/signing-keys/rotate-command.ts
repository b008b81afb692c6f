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
  summary: 'Make the successor of a key that the broker signs with',
  help: `Usage: tillit keys rotate --alg ES256|PS256 --reason TEXT [--immediately [--withdraw]] [--yes]

The new key is published first and signs later; the old one stays published as long as something that it signed lives.

  --alg ALG               of the key that is replaced
  --immediately           the new key signs at once: who has not fetched the keys since refuses its tokens for a while
  --withdraw              the old key was exposed: nothing that it signed counts any more
${changingHelp}; {"items": [key]}

Example: tillit keys rotate --alg ES256 --reason "yearly" --yes
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, {
      ...changingOptions,
      alg: { type: 'string' },
      immediately: { type: 'boolean' },
      withdraw: { type: 'boolean' },
    })
    if (positionals.length > 0) throw new UsageError(`keys rotate takes no ${positionals[0]}`)
    const { alg, immediately = false, withdraw = false } = values
    if (alg === undefined) throw new UsageError('name the algorithm with --alg')
    if (withdraw && !immediately) throw new UsageError('--withdraw goes only with --immediately')
    const reason = reasonOf(values)
    await withAdmin(world, values, ['operations'], async (api) => {
      await confirm(
        world,
        values,
        `Make a new ${alg} key${immediately ? ' and sign with it at once' : ''}${withdraw ? ', and withdraw the old one' : ''}?`,
      )
      const answer = await api.call({
        method: 'POST',
        path: '/keys/rotation',
        body: { alg, immediately, withdraw },
        reason,
      })
      const keys = readAnswer(signingKeysSchema, answer.body)
      writeAnswer(world, values, keys, () => showSigningKeys(keys))
    })
    return 0
  },
}
