import type { CommandWorld } from './command.ts'
import type { ReadingValues } from './options.ts'

/** Writes what the command found: as one line of JSON for a script, or as text for a person. */
export function writeAnswer(
  { stdout }: Pick<CommandWorld, 'stdout'>,
  { json }: ReadingValues,
  body: unknown,
  text: () => string,
): void {
  stdout.write(json === true ? `${JSON.stringify(body)}\n` : text())
}
