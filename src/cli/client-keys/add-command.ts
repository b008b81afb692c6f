import { z } from 'zod'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { readDocument } from '../read-document.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'

const addedSchema = z.looseObject({ kid: z.string() })

export const addClientKeyCommand: Command = {
  name: 'client-key add',
  summary: 'Register one more public key for a client; the others go on working',
  help: `Usage: tillit client-key add <client> <public.jwk.json, or - for standard input> --reason TEXT [--expires TIME] [--yes]

The file holds one public JWK; without a kid it is named by its thumbprint. A private key is refused before anything is sent, and never printed.

  --expires TIME          when it ends, for instance 2027-11-25T00:00:00Z
${changingHelp}; what the broker says of the key

Example: tillit client-key add epj-nordfjell new-key.jwk.json --reason "yearly rotation" --yes
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, { ...changingOptions, expires: { type: 'string' } })
    const [client, file] = wordsOf(positionals, 'the client', 'the file')
    const reason = reasonOf(values)
    const jwk = await readDocument(file, world.stdin)
    await withAdmin(world, values, ['registry.write'], async (api) => {
      await confirm(world, values, `Register the key ${String(jwk['kid'] ?? 'in the file')} for ${client}?`)
      const path = `/clients/${encodeURIComponent(client)}/keys`
      const body = { jwk, ...(values.expires === undefined ? {} : { expires_at: values.expires }) }
      const answer = await api.call({ method: 'POST', path, body, reason })
      const added = readAnswer(addedSchema, answer.body)
      writeAnswer(world, values, added, () => `${client} has the key ${added.kid}\n`)
    })
    return 0
  },
}
