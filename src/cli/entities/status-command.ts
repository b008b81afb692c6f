import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { type CommandKind, entityWords } from './entity-words.ts'
import { findEntity } from './find-entity.ts'
import { putEntity } from './put-entity.ts'

const effects = {
  disable:
    'From then on it gives nothing: no login, no token, no refresh. Tokens that were issued live to their end, but for\nintrospection and userinfo. Nothing is deleted.',
  enable: 'A disabled one, or a client that was a draft, gives again what is registered for it.',
} as const

/** `tillit client|api|organisation disable` and `enable`. */
export function statusCommand(kind: CommandKind, verb: 'disable' | 'enable'): Command {
  const { article, example } = entityWords[kind]
  const name = `${kind} ${verb}`
  return {
    name,
    summary: verb === 'disable' ? `Disable ${article}` : `Make ${article} active`,
    help: `Usage: tillit ${name} <id> --reason TEXT [--yes]

${effects[verb]}

${changingHelp}; {"etag", "document"}

Example: tillit ${name} ${example} --reason "as agreed with the owner" --yes
`,
    run: async (args, world) => {
      const { values, positionals } = readOptions(args, changingOptions)
      const [id] = wordsOf(positionals, 'the id')
      reasonOf(values)
      await withAdmin(world, values, ['registry.read', 'registry.write'], async (api) => {
        const { etag, document } = await findEntity(api, kind, id)
        const status = verb === 'disable' ? 'disabled' : 'active'
        await putEntity(api, { kind, id, etag, document: { ...document, status } }, world, values)
      })
      return 0
    },
  }
}
