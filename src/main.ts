import { ConfigProblems } from '#config/config-problems.ts'
import { loadConfig } from '#config/load-config.ts'
import { adapterKinds } from '#idp-adapters/kinds.ts'
import { startBroker } from './broker.ts'
import { systemClock } from './operations/clock.ts'
import { createLog } from './operations/log.ts'

/** The broker as a process: configuration from the environment, stop on SIGTERM and SIGINT, exit code 2 for a bad setup. */
export async function main(env: NodeJS.ProcessEnv): Promise<void> {
  const log = createLog({ level: env.TILLIT_LOG_LEVEL ?? 'info' })
  try {
    const config = loadConfig(env)
    for (const warning of config.warnings) log.warn(warning)
    const broker = await startBroker({ config, kinds: adapterKinds, clock: systemClock, log })
    const stop = () => {
      log.info('stopping')
      broker.close().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    }
    process.on('SIGHUP', () => {
      try {
        broker.renewCertificate()
        log.info('certificate read again')
      } catch {
        log.error('the renewed certificate and key can not be used: the old ones stay')
      }
    })
    process.once('SIGTERM', stop)
    process.once('SIGINT', stop)
  } catch (error) {
    // A person reads this, not a log collector: what is wrong and what is allowed, a line each.
    process.stderr.write(`Tillit did not start.\n${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = error instanceof ConfigProblems ? 2 : 1
    process.exit()
  }
}

if (import.meta.main) await main(process.env)
