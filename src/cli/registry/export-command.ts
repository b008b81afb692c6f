import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { exportFiles } from '#src/registry/drift/export-files.ts'
import { entityKinds } from '#src/registry/entity-kind.ts'
import { Documents } from '#src/registry/store/documents.ts'
import { packDocuments } from '#src/registry/store/stored-document.ts'
import type { AdminApi } from '../api/admin-api.ts'
import { readAnswer } from '../api/read-all.ts'
import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { CommandFailed } from '../command-failed.ts'
import { readingHelp, readingOptions, wordsOf } from '../options.ts'
import { readLines } from '../read-lines.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'

// The id becomes the name of a file: nothing in it leads out of the folder, whoever the broker is that answers.
const idField = z.string().regex(/^\w[\w.:-]*$/)
const lineSchema = z.object({ kind: z.enum(entityKinds), id: idField, document: z.json() })

export const exportRegistryCommand: Command = {
  name: 'registry export',
  summary: 'Write the registry as files, which read back are the same registry',
  help: `Usage: tillit registry export <folder> [--force] [--json]

One file an entity, in the form that apply reads. The broker's own entities are left out. Files that are there already are
not touched and the command fails, but with --force.

  --force                 overwrite files of the same name
${readingHelp}; {"files": [path, …]}

Example: tillit registry export ./backup
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, { ...readingOptions, force: { type: 'boolean' } })
    const [dir] = wordsOf(positionals, 'the folder')
    const documents = await withAdmin(world, values, ['registry.read'], readRegistry)
    const files = exportFiles(documents)
    const taken = [...files.keys()].filter((file) => existsSync(join(dir, file)))
    if (taken.length > 0 && values.force !== true) {
      const more = taken.length > 1 ? ` and ${taken.length - 1} more` : ''
      throw new CommandFailed(
        `Nothing was written: ${join(dir, taken[0] ?? '')}${more} is there already. --force overwrites.`,
      )
    }
    for (const [file, text] of files) {
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      // Not through a link that leads to nothing yet, which does not count as being there.
      writeFileSync(join(dir, file), text, { flag: values.force === true ? 'w' : 'wx' })
    }
    writeAnswer(world, values, { files: [...files.keys()] }, () => `${files.size} files in ${dir}\n`)
    return 0
  },
}

async function readRegistry(api: AdminApi): Promise<Documents> {
  const documents: { kind: (typeof entityKinds)[number]; id: string; revision: number; text: string }[] = []
  for await (const line of readLines(await api.stream({ method: 'GET', path: '/export' }))) {
    const { kind, id, document } = readAnswer(lineSchema, JSON.parse(line))
    documents.push({ kind, id, revision: 0, text: JSON.stringify(document) })
  }
  return Documents.of(
    0,
    packDocuments(documents).flatMap((document) => document ?? []),
  )
}
