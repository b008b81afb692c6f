import { auditCommands } from './audit/audit-commands.ts'
import { explainCommand } from './audit/explain-command.ts'
import type { Command } from './command.ts'
import { entityCommands } from './entities/entity-commands.ts'
import { applyCommand } from './registry/apply-command.ts'
import { diffCommand } from './registry/diff-command.ts'
import { exportRegistryCommand } from './registry/export-command.ts'
import { serveCommand } from './serve-command.ts'

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [
  serveCommand,
  applyCommand,
  diffCommand,
  exportRegistryCommand,
  ...entityCommands('client'),
  ...entityCommands('api'),
  ...entityCommands('organisation'),
  ...auditCommands,
  explainCommand,
]
