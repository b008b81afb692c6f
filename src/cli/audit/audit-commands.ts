import type { Command } from '../command.ts'
import { exportCommand } from './export-command.ts'
import { searchCommand } from './search-command.ts'
import { verifyCommand } from './verify-command.ts'

/** What can be asked of the audit trail as a whole. */
export const auditCommands: readonly Command[] = [verifyCommand, searchCommand, exportCommand]
