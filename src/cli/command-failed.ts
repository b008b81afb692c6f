/** The command could not do what it was asked to. The message is for the person at the terminal. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
  readonly exitCode: 1 | 2

  /** @param exitCode 2 when it is how the command was called that stands in the way. */
  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
