import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const configDir = resolve(import.meta.dirname, '../config')

/**
 * The development configuration without its limits on requests: a benchmark is exactly what they are there to stop.
 * @returns the file, for `TILLIT_CONFIG`.
 */
export function writeBenchConfig(folder: string): string {
  const text = readFileSync(join(configDir, 'development.json'), 'utf8')
  // Paths in a configuration are relative to its own folder.
  const config: object = JSON.parse(text.replaceAll('"development-keys/', `"${configDir}/development-keys/`))
  const limits = {
    client_requests_per_second: 10_000,
    client_burst: 100_000,
    address_requests_per_second: 100_000,
    address_burst: 1_000_000,
    open_interactions_per_address: 100_000,
  }
  const file = join(folder, 'bench.json')
  writeFileSync(file, JSON.stringify({ ...config, limits }))
  return file
}
