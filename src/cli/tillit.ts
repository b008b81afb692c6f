import type { CommandWorld } from './command.ts'
import { runTillit } from './run-tillit.ts'

const { env, stdin, stdout, stderr } = process
const world: CommandWorld = {
  env,
  stdin,
  stdout,
  stderr,
  isInteractive: stdin.isTTY === true && stderr.isTTY === true,
  // https://no-color.org: any text but the empty one.
  hasColours: stdout.isTTY === true && (env['NO_COLOR'] ?? '') === '',
}
process.exitCode = await runTillit(process.argv.slice(2), world)
