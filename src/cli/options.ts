import { UsageError } from './command.ts'

/** What every command that asks the broker takes. */
export const readingOptions = {
  broker: { type: 'string' },
  offline: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

/** And what every command takes that changes something. */
export const changingOptions = {
  ...readingOptions,
  reason: { type: 'string' },
  yes: { type: 'boolean' },
} as const

export const readingHelp = `  --broker URL            the broker's issuer, in place of the configuration's
  --offline               without the broker, on the embedded store of the data folder
  --json                  for scripts`

export const changingHelp = `  --reason TEXT           why; for the history and the audit trail (required)
  --yes                   do not ask first; required where there is no terminal
${readingHelp}`

/** What {@link readingOptions} gave. */
export interface ReadingValues {
  readonly broker?: string | undefined
  readonly offline?: boolean | undefined
  readonly json?: boolean | undefined
}

/** What {@link changingOptions} gave. */
export interface ChangingValues extends ReadingValues {
  readonly reason?: string | undefined
  readonly yes?: boolean | undefined
}

/** @throws {UsageError} without a reason: nothing is changed that nobody can explain later. */
export function reasonOf({ reason }: ChangingValues): string {
  const text = reason?.trim() ?? ''
  if (text === '') throw new UsageError('say why with --reason: it stands in the history and in the audit trail')
  return text
}

/**
 * The words after the options, exactly these.
 * @param names what each is, for the message. @throws {UsageError} for one too few, or one too many.
 */
export function wordsOf<const T extends readonly string[]>(
  positionals: readonly string[],
  ...names: T
): { readonly [at in keyof T]: string } {
  const missing = names.find((_, at) => (positionals[at] ?? '') === '')
  if (missing !== undefined) throw new UsageError(`${missing} is missing`)
  const extra = positionals[names.length]
  if (extra !== undefined) throw new UsageError(`one word too many: ${JSON.stringify(extra)}`)
  // One word for each name: that was just looked at.
  return positionals.slice(0, names.length) as unknown as { readonly [at in keyof T]: string }
}
