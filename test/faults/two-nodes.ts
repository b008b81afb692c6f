import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Composition } from '../support/composition.ts'
import { findFreePorts } from '../support/free-ports.ts'
import { answers, type TestProcess } from '../support/process.ts'
import { answersPing } from '../support/redis.ts'
import { type ReverseProxy, startReverseProxy } from '../support/reverse-proxy.ts'

export interface BrokerNode {
  readonly port: number
  readonly process: TestProcess
}

/** docker-compose.yml by hand: Redis, two nodes, the simulators, and a load balancer that does what the test says. */
export interface TwoNodes {
  readonly issuer: string
  readonly simulators: string
  readonly dataDir: string
  readonly a: BrokerNode
  readonly b: BrokerNode
  readonly balancer: ReverseProxy
  output(): string
  stop(): Promise<void>
}

export async function startTwoNodes(): Promise<TwoNodes> {
  const [front, portA, portB, redisPort] = [
    await findFreePorts(),
    await findFreePorts(),
    await findFreePorts(),
    await findFreePorts(),
  ]
  const dir = mkdtempSync(join(tmpdir(), 'tillit-nodes-'))
  const ports = new Map([
    ['3000', front],
    ['3001', front + 1],
    ['3002', front + 2],
    ['3003', front + 3],
    ['3010', portA],
    ['3020', portB],
    ['6379', redisPort],
  ])
  const composition = new Composition({ ports, dataDir: dir })
  const isReady = (port: number) => () => answers(`http://127.0.0.1:${port}/health/ready`)
  const redis = composition.process('redis', () => answersPing(redisPort), ['--dir', dir])
  const simulators = composition.process('simulators', () => answers(`http://localhost:${front + 1}`))
  const a = { port: portA, process: composition.process('node-a', isReady(portA)) }
  const b = { port: portB, process: composition.process('node-b', isReady(portB)) }
  const balancer = await startReverseProxy(front, [portA, portB])
  const processes = [redis, simulators, a.process, b.process]
  const stop = async () => {
    await Promise.all(processes.map((one) => one.kill()))
    await balancer.close()
    rmSync(dir, { recursive: true, force: true })
  }
  try {
    simulators.launch()
    await redis.start()
    // At the same moment, on an empty store and without a store key.
    for (const one of [a, b]) one.process.launch()
    for (const one of [a.process, b.process, simulators]) await one.ready()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    issuer: `http://localhost:${front}`,
    simulators: `http://localhost:${front + 1}`,
    dataDir: dir,
    a,
    b,
    balancer,
    output: () => processes.map((one) => one.output()).join('\n'),
    stop,
  }
}
