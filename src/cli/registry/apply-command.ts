import { AdminRefused } from '../api/admin-refused.ts'
import { withAdmin } from '../api/with-admin.ts'
import type { Command } from '../command.ts'
import { CommandFailed } from '../command-failed.ts'
import { confirm } from '../confirm.ts'
import { changingHelp, changingOptions, reasonOf, wordsOf } from '../options.ts'
import { countActions, showPlan } from '../printing/plan.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { readFolder } from './read-folder.ts'
import { sendPlan } from './send-plan.ts'

export const applyCommand: Command = {
  name: 'registry apply',
  summary: 'Make the registry what a folder of files says: plan first, then one atomic revision',
  help: `Usage: tillit registry apply <folder> --reason TEXT [--prune] [--dry-run] [--yes]

Shows the plan and what it touches, asks, and applies that very plan: if somebody has changed the registry meanwhile,
nothing is done. What the folder lacks is left as it is and told. A wrong file is told by file, place, what was found and
what is allowed, and nothing is applied.

  --prune                 also disable what is registered and in no file
  --dry-run               show the plan alone; needs no reason
${changingHelp}; the plan, with "revision" once it is applied

Example: tillit registry apply ./clients --reason "agreement of November" --yes
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, {
      ...changingOptions,
      prune: { type: 'boolean' },
      'dry-run': { type: 'boolean' },
    })
    const [dir] = wordsOf(positionals, 'the folder')
    const isDryRun = values['dry-run'] === true
    const reason = isDryRun ? '' : reasonOf(values)
    const folder = readFolder(dir)
    const prune = values.prune === true
    await withAdmin(world, values, ['registry.read', 'registry.write'], async (api) => {
      const plan = await sendPlan(api, folder, { prune, dryRun: true })
      if (isDryRun || plan.changes.length === 0) {
        writeAnswer(world, values, plan, () => showPlan(plan, world, prune))
        return
      }
      // Told also when nothing comes of it, so that a person sees what to say yes to.
      if (values.json !== true) world.stdout.write(showPlan(plan, world, prune))
      await confirm(world, values, `${countActions(plan)}: apply it?`)
      const baseRevision = plan.base_revision
      const applied = await sendPlan(api, folder, { prune, dryRun: false, reason, baseRevision }).catch(tellRace)
      const revision = applied.revision ?? baseRevision + 1
      writeAnswer(world, values, { ...applied, revision }, () => `applied: revision ${revision}\n`)
    })
    return 0
  },
}

/** RFC 9110 section 15.5.13: the plan that was looked at is no longer what would happen. */
function tellRace(error: unknown): never {
  if (!(error instanceof AdminRefused) || error.problem.status !== 412) throw error
  throw new CommandFailed(
    'TLT-604 Somebody has changed the registry since the plan was made. Nothing was applied: run the command again and look at the new plan.',
  )
}
