import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'

export const retireClientKeyCommand: Command = {
  name: 'client-key retire',
  summary: "Take a client's key out of use, at once",
  help: `Usage: tillit client-key retire <client> <kid> --reason TEXT [--yes]

What the client signs with this key is refused from then on. An active client keeps at least one key.

${changingHelp}; {"client", "kid"}

Example: tillit client-key retire epj-nordfjell 2025-key --reason "replaced" --yes
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, changingOptions)
    const [client, kid] = wordsOf(positionals, 'the client', 'the kid')
    const reason = reasonOf(values)
    await withAdmin(world, values, ['registry.write'], async (api) => {
      await confirm(world, values, `Take the key ${kid} of ${client} out of use?`)
      const path = `/clients/${encodeURIComponent(client)}/keys/${encodeURIComponent(kid)}`
      await api.call({ method: 'DELETE', path, reason })
      writeAnswer(world, values, { client, kid }, () => `${client} no longer has the key ${kid}\n`)
    })
    return 0
  },
}
