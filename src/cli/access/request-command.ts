import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { changedAccessSchema } from './access-answer.ts'

export const requestCommand: Command = {
  name: 'access request',
  summary: "Ask for a client's access to a scope",
  help: `Usage: tillit access request <client> <scope> --reason TEXT [--valid-until TIME] [--yes]

The API's owner decides, unless the scope is given to everybody who asks.

  --valid-until TIME      when it ends by itself, for instance 2027-06-30T00:00:00Z
${changingHelp}; {"etag", "access"}

Example: tillit access request skyjournal nhn:provesvar/api --reason "lab results in the journal" --yes
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, { ...changingOptions, 'valid-until': { type: 'string' } })
    const [client_id, scope] = wordsOf(positionals, 'the client', 'the scope')
    const reason = reasonOf(values)
    const until = values['valid-until']
    await withAdmin(world, values, ['registry.write'], async (api) => {
      await confirm(world, values, `Ask for ${scope} for ${client_id}?`)
      const body = { client_id, scope, ...(until === undefined ? {} : { valid_until: until }) }
      const answer = await api.call({ method: 'POST', path: '/access/requests', body, reason })
      const { access, ...others } = readAnswer(changedAccessSchema, answer.body)
      writeAnswer(world, values, { ...others, access }, () => `${client_id} ${scope}: ${access.status}\n`)
    })
    return 0
  },
}
