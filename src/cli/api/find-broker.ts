import { resolve } from 'node:path'
import { loadConfig } from '#config/load-config.ts'
import { isLoopbackHost } from '#config/loopback.ts'
import { UsageError } from '../command.ts'

/** Where the broker is, and where the key is that speaks for the operator. */
export interface BrokerPlace {
  readonly issuer: string
  readonly dataDir: string
}

/**
 * The broker of `--broker`, or of the configuration. With `--broker` no configuration is needed: on another machine there
 * may be nothing but the operator's key.
 *
 * @throws {UsageError} for an address that is none, or not safe to send a token to. {ConfigProblems}
 */
export function findBroker(env: NodeJS.ProcessEnv, broker: string | undefined): BrokerPlace {
  const place =
    broker === undefined
      ? loadConfig(env)
      : { issuer: broker.replace(/\/$/, ''), dataDir: resolve(env['TILLIT_DATA_DIR'] || 'data') }
  const url = URL.canParse(place.issuer) ? new URL(place.issuer) : undefined
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname))
  if (!isSafe) throw new UsageError('--broker is the address of the issuer: https, or http on this machine')
  return { issuer: place.issuer, dataDir: place.dataDir }
}
