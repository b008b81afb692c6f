import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { readingHelp, readingOptions, wordsOf } from '../options.ts'
import { showDrift } from '../printing/drift.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { readFolder } from './read-folder.ts'
import { sendPlan } from './send-plan.ts'

export const diffCommand: Command = {
  name: 'registry diff',
  summary: 'Show how a folder of files and the registry differ, both ways; exit code 1 if they do',
  help: `Usage: tillit registry diff <folder> [--json]

Changes nothing. The registry is the truth; the files may be ahead of it or behind. A wrong file is told as by apply.

${readingHelp}; {"drift", "changes", "missing", "unchanged", "base_revision"}

Example: tillit registry diff ./clients
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, readingOptions)
    const [dir] = wordsOf(positionals, 'the folder')
    const folder = readFolder(dir)
    // What an apply would do is how they differ. Asking that takes the right to write.
    const plan = await withAdmin(world, values, ['registry.write'], (api) =>
      sendPlan(api, folder, { prune: false, dryRun: true }),
    )
    const drift = plan.changes.length > 0 || plan.missing.length > 0
    writeAnswer(world, values, { drift, ...plan }, () => showDrift(plan, world))
    return drift ? 1 : 0
  },
}
