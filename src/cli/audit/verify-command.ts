import type { Break } from '#src/audit/verify.ts'
import type { Command } from '../command.ts'
import { readingHelp, readingOptions } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { type VerdictAnswer, withAuditSource } from './audit-source.ts'

const problems: Readonly<Record<Break['problem'], string>> = {
  missing: 'it is not there, and later ones are',
  changed: 'it is not as it was written, or not where it was written',
  'column changed': 'the record is whole, but a column that searches use says something else',
  'end changed': 'the end of the trail is not where it should be: records were cut off, or added without the key',
  'cut off': 'it was written (its end was noted in the state store) and is not there any more, or was replaced',
}

export const verifyCommand: Command = {
  name: 'audit verify',
  summary: 'Check that no record was changed, taken out, moved or added from outside',
  help: `Usage: tillit audit verify [--offline] [--json]

Walks the whole audit trail and names the first record that is not as it was written. Exit code 1 if there is one.
What can't be seen: records cut off the very end, after the last end that was noted in the state store (within about two
seconds), and a database put back together with the state store.

${readingHelp}; {"whole", "records", "anchored", "broken_at", "problem"}

Example: TILLIT_DATA_DIR=/var/lib/tillit tillit audit verify --offline
`,
  run: async (args, world) => {
    const { values } = readOptions(args, readingOptions)
    const verdict = await withAuditSource(world, values, (source) => source.verify())
    writeAnswer(world, values, verdict, () => showVerdict(verdict))
    return verdict.whole ? 0 : 1
  },
}

function showVerdict({ whole, records, anchored, broken_at, problem = 'changed' }: VerdictAnswer): string {
  if (whole) return `${records} records, all as written; end noted at ${anchored}\n`
  return `record ${broken_at}: ${problems[problem]}\n${records} records before it are whole\n`
}
