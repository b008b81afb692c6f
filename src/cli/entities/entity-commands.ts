import type { Command } from '../command.ts'
import { createCommand } from './create-command.ts'
import type { CommandKind } from './entity-words.ts'
import { listCommand } from './list-command.ts'
import { showCommand } from './show-command.ts'
import { statusCommand } from './status-command.ts'

/** The same five for each kind of entity. */
export function entityCommands(kind: CommandKind): readonly Command[] {
  return [
    listCommand(kind),
    showCommand(kind),
    createCommand(kind),
    statusCommand(kind, 'disable'),
    statusCommand(kind, 'enable'),
  ]
}
