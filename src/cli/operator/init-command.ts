import { loadConfig } from '#config/load-config.ts'
import { operatorKeyFile } from '#src/keys/operator-key.ts'
import { type Command, UsageError } from '../command.ts'
import { confirm } from '../confirm.ts'
import { reasonOf } from '../options.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { registerOperatorKey } from './register-operator-key.ts'

/** Of the very first key, if nobody says more. */
const firstReason = "the operator's first key"

export const initCommand: Command = {
  name: 'operator init',
  summary: "Make the operator's key and register it, once",
  help: `Usage: tillit operator init [--replace --reason TEXT [--yes]] [--json]

Writes the private key to operator.jwk.json in the data folder, mode 0600, and registers the public half in the store:
run it where the broker's data folder and store key are, whether the broker runs or not. It is never printed; on another
machine copy the file. A second time it refuses.

  --replace               the key is lost or known to others: make a new one, after which the old one opens nothing
  --reason TEXT           why; required with --replace
  --yes                   do not ask first; required with --replace where there is no terminal
  --json                  {"file", "kid", "revision"}

Example: TILLIT_ENVIRONMENT=production TILLIT_CONFIG=/etc/tillit/config.json tillit operator init
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, {
      replace: { type: 'boolean' },
      reason: { type: 'string' },
      yes: { type: 'boolean' },
      json: { type: 'boolean' },
    })
    if (positionals.length > 0) throw new UsageError(`operator init takes no ${positionals[0]}`)
    const replace = values.replace === true
    const reason = replace ? reasonOf(values) : (values.reason?.trim() ?? firstReason)
    const config = loadConfig(world.env)
    if (replace) await confirm(world, values, `Replace the operator's key in ${operatorKeyFile(config.dataDir)}?`)
    const registered = await registerOperatorKey(config, { replace, reason, stderr: world.stderr })
    const { file, kid, revision } = registered
    writeAnswer(
      world,
      values,
      registered,
      () => `${file} holds the operator's key ${kid}, registered as revision ${revision}\n`,
    )
    return 0
  },
}
