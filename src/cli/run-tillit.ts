import { ConfigProblems } from '#config/config-problems.ts'
import { AdminRefused } from './api/admin-refused.ts'
import { type Command, type CommandWorld, type ExitCode, UsageError } from './command.ts'
import { CommandFailed } from './command-failed.ts'
import { commands } from './commands.ts'
import { showRefusal } from './printing/refusal.ts'
import { visible } from './printing/visible.ts'

const nameWidth = Math.max(...commands.map(({ name }) => name.length)) + 2

const usage = `Usage: tillit <command>

Commands
${commands.map(({ name, summary }) => `  ${name.padEnd(nameWidth)}${summary}`).join('\n')}

tillit <command> --help says more, with an example. Configuration comes from TILLIT_CONFIG and the TILLIT_… environment
variables, as for the broker itself; beside npm start, TILLIT_ENVIRONMENT=development.
Exit codes: 0 done, 1 it failed or found something, 2 it was called or configured wrongly.
`

/** Finds the command, runs it, and says what went wrong. */
export async function runTillit(words: readonly string[], world: CommandWorld): Promise<ExitCode> {
  const command = findCommand(words)
  if (command === undefined) return showUsage(words, world)
  const args = words.slice(command.name.split(' ').length)
  if (args.includes('--help')) {
    world.stdout.write(command.help)
    return 0
  }
  try {
    return await command.run(args, world)
  } catch (error) {
    return tell(error, command, args.includes('--json'), world)
  }
}

function findCommand(words: readonly string[]): Command | undefined {
  return commands.find(({ name }) => name.split(' ').every((word, at) => words[at] === word))
}

/** All of them, or those of the group that was named. */
function showUsage(words: readonly string[], { stdout, stderr }: CommandWorld): ExitCode {
  const isAsked = words.includes('--help') || words[0] === 'help'
  const group = commands.filter(({ name }) => name.startsWith(`${words[0]} `))
  const lines = group.map(({ name, summary }) => `  ${name.padEnd(nameWidth)}${summary}\n`)
  const text = group.length === 0 ? usage : `Usage: tillit ${words[0]} <command>\n\nCommands\n${lines.join('')}`
  const stream = isAsked ? stdout : stderr
  stream.write(text)
  if (isAsked) return 0
  // Last, where one looks: the list above it is longer than a screen.
  const typed = words
    .filter((word) => !word.startsWith('-'))
    .slice(0, 2)
    .map(visible)
    .join(' ')
  const isGroup = group.length > 0 && words.length === 1
  if (typed !== '') stderr.write(isGroup ? `\n'${typed}' alone is no command\n` : `\nthere is no command '${typed}'\n`)
  return 2
}

function tell(error: unknown, command: Command, json: boolean, { stderr }: CommandWorld): ExitCode {
  // A person reads this: what is wrong, not where in the code.
  const message = error instanceof Error ? error.message : String(error)
  const isWrongCall = error instanceof UsageError || error instanceof ConfigProblems
  const exitCode = isWrongCall ? 2 : error instanceof CommandFailed ? error.exitCode : 1
  const problem = error instanceof AdminRefused ? error.problem : undefined
  if (json) {
    stderr.write(
      `${JSON.stringify({ error: message, exit_code: exitCode, ...(problem === undefined ? {} : { problem }) })}\n`,
    )
  } else {
    // Names of files and words of a broker stand in it.
    const lines = message.split('\n').map(visible).join('\n')
    stderr.write(problem === undefined ? `${lines}\n` : showRefusal(problem))
    if (error instanceof UsageError) stderr.write(`\n${command.help}`)
  }
  return exitCode
}
