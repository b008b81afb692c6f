import { ConfigProblems } from '#config/config-problems.ts'
import { explainCommand } from './audit/explain-command.ts'
import { exportCommand } from './audit/export-command.ts'
import { searchCommand } from './audit/search-command.ts'
import { verifyCommand } from './audit/verify-command.ts'
import { type Command, type CommandWorld, type ExitCode, UsageError } from './command.ts'
import { serveCommand } from './serve-command.ts'

/** Every command, in the order in which `--help` lists them. */
const commands: readonly Command[] = [serveCommand, verifyCommand, searchCommand, exportCommand, explainCommand]

const usage = `Usage: tillit <command>

Commands
${commands.map(({ name, summary }) => `  ${name.padEnd(14)}${summary}`).join('\n')}

tillit <command> --help says more, with an example. Configuration comes from TILLIT_CONFIG and the TILLIT_… environment
variables, as for the broker itself.
Exit codes: 0 done, 1 it failed, 2 it was called or configured wrongly.
`

async function runTillit(words: readonly string[], world: CommandWorld): Promise<ExitCode> {
  const command = commands.find(({ name }) => name.split(' ').every((word, at) => words[at] === word))
  if (command === undefined) {
    const isAsked = words[0] === '--help' || words[0] === 'help'
    const stream = isAsked ? world.stdout : world.stderr
    stream.write(usage)
    return isAsked ? 0 : 2
  }
  const args = words.slice(command.name.split(' ').length)
  if (args.includes('--help')) {
    world.stdout.write(command.help)
    return 0
  }
  try {
    return await command.run(args, world)
  } catch (error) {
    // A person reads this: what is wrong, not where in the code.
    world.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    if (error instanceof UsageError) world.stderr.write(`\n${command.help}`)
    return error instanceof UsageError || error instanceof ConfigProblems ? 2 : 1
  }
}

const { env, stdin, stdout, stderr } = process
process.exitCode = await runTillit(process.argv.slice(2), { env, stdin, stdout, stderr })
