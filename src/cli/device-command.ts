import type { Command } from './command.ts'
import { CommandFailed } from './command-failed.ts'

export const deviceCommand: Command = {
  name: 'device',
  summary: 'Not there yet: machine identities that a client owns',
  help: `Usage: tillit device list|show|create|disable

Not there yet: this version knows no devices. It exits with code 2, whatever it is asked.

Example: tillit device list
`,
  run: () =>
    Promise.reject(new CommandFailed('This version knows no devices yet: see "Not there yet" in CHANGELOG.md.', 2)),
}
