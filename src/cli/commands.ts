import { decideCommand } from './access/decide-command.ts'
import { matrixCommand } from './access/matrix-command.ts'
import { requestCommand } from './access/request-command.ts'
import { addAdministratorCommand } from './administrators/add-command.ts'
import { listAdministratorsCommand } from './administrators/list-command.ts'
import { removeAdministratorCommand } from './administrators/remove-command.ts'
import { exportCommand } from './audit/export-command.ts'
import { searchCommand } from './audit/search-command.ts'
import { verifyCommand } from './audit/verify-command.ts'
import { addClientKeyCommand } from './client-keys/add-command.ts'
import { listClientKeysCommand } from './client-keys/list-command.ts'
import { retireClientKeyCommand } from './client-keys/retire-command.ts'
import type { Command } from './command.ts'
import { deviceCommand } from './device-command.ts'
import { doctorCommand } from './doctor/doctor-command.ts'
import { entityCommands } from './entities/entity-commands.ts'
import { explainCommand } from './explain/explain-command.ts'
import { initCommand } from './operator/init-command.ts'
import { applyCommand } from './registry/apply-command.ts'
import { diffCommand } from './registry/diff-command.ts'
import { exportRegistryCommand } from './registry/export-command.ts'
import { serveCommand } from './serve-command.ts'
import { listSigningKeysCommand } from './signing-keys/list-command.ts'
import { rotateSigningKeysCommand } from './signing-keys/rotate-command.ts'
import { statusCommand } from './status-command.ts'

/** Every command, in the order in which `--help` lists them. */
export const commands: readonly Command[] = [
  serveCommand,
  statusCommand,
  doctorCommand,
  initCommand,
  applyCommand,
  diffCommand,
  exportRegistryCommand,
  ...entityCommands('client'),
  ...entityCommands('api'),
  ...entityCommands('organisation'),
  matrixCommand,
  requestCommand,
  decideCommand('approve'),
  decideCommand('refuse'),
  decideCommand('revoke'),
  listClientKeysCommand,
  addClientKeyCommand,
  retireClientKeyCommand,
  listSigningKeysCommand,
  rotateSigningKeysCommand,
  listAdministratorsCommand,
  addAdministratorCommand,
  removeAdministratorCommand,
  explainCommand,
  verifyCommand,
  searchCommand,
  exportCommand,
  deviceCommand,
]
