import type { Readable, Writable } from 'node:stream'

/** The world of a command: nothing else is read, and nothing written elsewhere. */
export interface CommandWorld {
  readonly env: NodeJS.ProcessEnv
  readonly stdin: Readable
  readonly stdout: Writable
  readonly stderr: Writable
  /** Somebody sits at a terminal and can be asked. */
  readonly isInteractive: boolean
  /** Standard output is a terminal, and nobody has said NO_COLOR. */
  readonly hasColours: boolean
}

/** 0 done, 1 it failed or found what it looks for, 2 called or configured wrongly. */
export type ExitCode = 0 | 1 | 2

export interface Command {
  /** As it is typed after `tillit`. */
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Usage with an example; what `--help` prints. */
  readonly help: string
  /** @throws {UsageError} for words it does not take. {CommandFailed} {AdminRefused} */
  run(args: readonly string[], world: CommandWorld): Promise<ExitCode>
}

/** The command was called wrongly. The message is for the person at the terminal. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
