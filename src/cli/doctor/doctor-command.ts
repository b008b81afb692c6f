import { adapterKinds } from '#idp-adapters/kinds.ts'
import { systemClock } from '#src/operations/clock.ts'
import { type Command, type CommandWorld, UsageError } from '../command.ts'
import { paintFor } from '../printing/colours.ts'
import { readOptions } from '../read-options.ts'
import { writeAnswer } from '../write-answer.ts'
import { checkBroker } from './check-broker.ts'
import { checkClients } from './check-clients.ts'
import { checkConfiguration } from './check-configuration.ts'
import { checkDrift } from './check-drift.ts'
import { checkFiles } from './check-files.ts'
import { checkProviders } from './check-providers.ts'
import { checkStores } from './check-stores.ts'
import type { Finding } from './finding.ts'

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Look for what is wrong, unsafe or about to end; exit code 1 if anything is bad',
  help: `Usage: tillit doctor [--json]

Reads the configuration, the key files and the stores as the broker would, and asks the broker for its health: run it where
the broker runs. One line a finding: ok, warn (works, and somebody should know) or bad, and what to do. Changes nothing,
and asks no identity provider anything.

  --json                  {"ok", "findings": [{"check", "state", "text", "todo"}]}

Example: TILLIT_ENVIRONMENT=production TILLIT_CONFIG=/etc/tillit/config.json tillit doctor
`,
  run: async (args, world) => {
    const { values, positionals } = readOptions(args, { json: { type: 'boolean' } })
    if (positionals.length > 0) throw new UsageError(`doctor takes no ${positionals[0]}`)
    const findings = await examine(world)
    const isWell = findings.every(({ state }) => state !== 'bad')
    writeAnswer(world, values, { ok: isWell, findings }, () => showFindings(findings, world))
    return isWell ? 0 : 1
  },
}

async function examine({ env, stderr }: CommandWorld): Promise<readonly Finding[]> {
  const { config, findings } = checkConfiguration(env)
  if (config === undefined) return findings
  const stores = await checkStores(config, stderr)
  const documents = stores.base?.documents
  const clients =
    documents === undefined
      ? []
      : checkClients(documents, {
          nowMilliseconds: systemClock.nowMilliseconds(),
          developmentKeys: config.environment === 'development',
        })
  return [
    ...findings,
    ...checkFiles(config),
    ...stores.findings,
    ...(documents === undefined ? [] : checkDrift(config, documents)),
    ...checkProviders(config, adapterKinds, stores.base?.registry),
    ...clients,
    ...(await checkBroker(config, documents?.revision)),
  ]
}

const tones = { ok: 'good', warn: 'warning', bad: 'bad' } as const
const stateWidth = 6

function showFindings(findings: readonly Finding[], world: CommandWorld): string {
  const paint = paintFor(world)
  const width = Math.max(...findings.map(({ check }) => check.length)) + 2
  return findings
    .map(({ check, state, text, todo }) => {
      const head = paint(tones[state], state) + ' '.repeat(stateWidth - state.length)
      return `${head}${check.padEnd(width)}${text}${todo === undefined ? '' : ` → ${todo}`}\n`
    })
    .join('')
}
