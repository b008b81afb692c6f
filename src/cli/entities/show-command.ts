import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { readingHelp, readingOptions, wordsOf } from '../options.ts'
import { fields } from '../printing/fields.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { type CommandKind, entityWords } from './entity-words.ts'
import { findEntity } from './find-entity.ts'

/** `tillit client|api|organisation show`. */
export function showCommand(kind: CommandKind): Command {
  const { article, example } = entityWords[kind]
  return {
    name: `${kind} show`,
    summary: `Show ${article}`,
    help: `Usage: tillit ${kind} show <id> [--json]

${readingHelp}; {"etag", "document"}, the document in the form of a registry file

Example: tillit ${kind} show ${example}
`,
    run: async (args, world) => {
      const { values, positionals } = readOptions(args, readingOptions)
      const [id] = wordsOf(positionals, 'the id')
      const found = await withAdmin(world, values, ['registry.read'], (api) => findEntity(api, kind, id))
      writeAnswer(world, values, found, () => fields(Object.entries(found.document)))
      return 0
    },
  }
}
