import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePorts } from './free-ports.ts'
import { answers, node, TestProcess } from './process.ts'

/** The real processes of `npm start`, on ports of their own and an empty store. */
export interface Processes {
  readonly issuer: string
  readonly simulators: string
  readonly demoUrl: string
  readonly demoApiUrl: string
  readonly dataDir: string
  /** To be killed and started again. */
  readonly broker: TestProcess
  /** Everything that the processes wrote so far, to search for what must not be there. */
  output(): string
  stop(): Promise<void>
}

/**
 * @param options `demo`: also the demo service and API. `env` is added to the environment of each process. `sites`:
 * each part under a site of its own, as in real life; ports of one host share their cookies, and `form-action` lets
 * them off too easily.
 */
export async function startProcesses(options: {
  readonly demo: boolean
  readonly env?: Readonly<Record<string, string>>
  readonly sites?: boolean
}): Promise<Processes> {
  const port = await findFreePorts()
  const dataDir = await mkdtemp(join(tmpdir(), 'tillit-test-'))
  const [brokerHost, simulatorsHost] = options.sites
    ? ['broker.localhost', 'idp.localhost']
    : ['localhost', 'localhost']
  const issuer = `http://${brokerHost}:${port}`
  const simulators = `http://${simulatorsHost}:${port + 1}`
  const env = {
    TILLIT_ENVIRONMENT: 'development',
    TILLIT_PORT: String(port),
    TILLIT_DATA_DIR: dataDir,
    ...(options.sites ? { TILLIT_ISSUER: issuer, TILLIT_SIMULATORS_URL: simulators } : {}),
    ...options.env,
  }
  const local = (offset: number, path: string) => () => answers(`http://localhost:${port + offset}${path}`)
  const part = (file: string, isReady: () => Promise<boolean>) =>
    new TestProcess({ command: [node, '--import', resolver, file], env, isReady })
  const broker = part('src/main.ts', local(0, '/health/ready'))
  const parts = [
    part('idp-adapters/simulators/main.ts', local(1, '')),
    broker,
    ...(options.demo ? [part('demo/main.ts', local(2, '/health'))] : []),
  ]
  const stop = async () => {
    await Promise.all(parts.map((one) => one.stop()))
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    for (const one of parts) one.launch()
    for (const one of parts) await one.ready()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    issuer,
    simulators,
    demoUrl: `http://localhost:${port + 2}`,
    demoApiUrl: `http://localhost:${port + 3}`,
    dataDir,
    broker,
    output: () => parts.map((one) => one.output()).join('\n'),
    stop,
  }
}

/** Every name below `localhost` is loopback for a browser; for the system's resolver often not. */
const resolver = './test/support/resolve-localhost.mjs'
