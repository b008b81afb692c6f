import { createInterface } from 'node:readline/promises'
import type { CommandWorld } from './command.ts'
import { CommandFailed } from './command-failed.ts'
import type { ChangingValues } from './options.ts'

/**
 * Goes on only when somebody has said yes: by `--yes`, or at the terminal.
 * @throws {CommandFailed} otherwise; nothing has been changed then.
 */
export async function confirm(world: CommandWorld, values: ChangingValues, question: string): Promise<void> {
  if (values.yes === true) return
  if (!world.isInteractive) {
    throw new CommandFailed('Nothing was changed: there is no terminal to ask at. Say --yes to do it.', 2)
  }
  const lines = createInterface({ input: world.stdin, output: world.stderr })
  try {
    // Ctrl+C and Ctrl+D are a no too.
    const answer = await lines.question(`${question} [y/N] `).catch(() => '')
    if (!/^(y|yes|j|ja)$/i.test(answer.trim())) throw new CommandFailed('Nothing was changed.')
  } finally {
    lines.close()
  }
}
