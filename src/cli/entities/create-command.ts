import { withAdmin } from '../api/with-admin.ts'
import { type Command, UsageError } from '../command.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { readDocument } from '../read-document.ts'
import { readOptions } from '../read-options.ts'
import { type CommandKind, entityWords } from './entity-words.ts'
import { putEntity } from './put-entity.ts'

/** `tillit client|api|organisation create`. */
export function createCommand(kind: CommandKind): Command {
  const { article, example, idMember } = entityWords[kind]
  return {
    name: `${kind} create`,
    summary: `Register ${article} from a file`,
    help: `Usage: tillit ${kind} create <file.json, or - for standard input> --reason TEXT [--yes]

The file is a registry file (clients/schemas/${kind}.schema.json). One that is registered already is left as it is, and the
command fails. A private key is refused before anything is sent.

${changingHelp}; {"etag", "document"}

Example: tillit ${kind} create ${example.replace(/^.*:/, '')}.json --reason "new agreement" --yes
`,
    run: async (args, world) => {
      const { values, positionals } = readOptions(args, changingOptions)
      const [file] = wordsOf(positionals, 'the file')
      reasonOf(values)
      const document = await readDocument(file, world.stdin)
      const id = document[idMember]
      if (typeof id !== 'string' || id === '') throw new UsageError(`${file} has no ${idMember}`)
      await withAdmin(world, values, ['registry.write'], (api) => putEntity(api, { kind, id, document }, world, values))
      return 0
    },
  }
}
