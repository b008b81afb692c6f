import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePorts } from './free-ports.ts'
import { answers, node, TestProcess } from './process.ts'
import { repository } from './repository.ts'
import { type Ran, runTillit } from './tillit-command.ts'

/** A broker as in a test environment: no operator's key, no providers, two organisations. It does not run until it is started. */
export interface BareBroker {
  readonly dataDir: string
  readonly registryDir: string
  readonly env: Readonly<Record<string, string>>
  readonly process: TestProcess
  /** The command with the broker's own environment, whether it runs or not. */
  tillit(words: readonly string[], stdin?: string): Promise<Ran>
  remove(): Promise<void>
}

export async function makeBareBroker(): Promise<BareBroker> {
  const port = await findFreePorts()
  const folder = mkdtempSync(join(tmpdir(), 'tillit-bare-'))
  const registryDir = join(folder, 'clients')
  const dataDir = join(folder, 'data')
  mkdirSync(join(registryDir, 'organisations'), { recursive: true })
  for (const number of ['999977774', '310000132']) {
    const file = join('organisations', `${number}.json`)
    cpSync(join(repository, 'clients', file), join(registryDir, file))
  }
  const issuer = `http://localhost:${port}`
  const env = {
    TILLIT_ENVIRONMENT: 'test',
    TILLIT_ISSUER: issuer,
    TILLIT_PORT: String(port),
    TILLIT_DATA_DIR: dataDir,
    TILLIT_REGISTRY_DIR: registryDir,
  }
  const process = new TestProcess({
    command: [node, 'src/main.ts'],
    env,
    isReady: () => answers(`${issuer}/health/ready`),
  })
  return {
    dataDir,
    registryDir,
    env,
    process,
    tillit: (words, stdin = '') => runTillit(words, { env, stdin }),
    remove: async () => {
      await process.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
