import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { filesBelow, repository } from '../support/repository.ts'

const service = z.object({
  build: z.string().optional(),
  image: z.string().optional(),
  command: z.array(z.string()).optional(),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  volumes: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).optional(),
})
const composition = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.unknown()),
})

const read = (file: string) => readFileSync(join(repository, file), 'utf8')
const { services, volumes } = composition.parse(parse(read('docker-compose.yml'), { merge: true }))
const ours = Object.entries(services).filter(([, { build }]) => build !== undefined)

/** The commands that a test or a person runs by hand, with the file that each of them is. */
const commands: Readonly<Record<string, string>> = {
  'node bin/tillit.js serve': 'src/cli/tillit.ts',
  'node idp-adapters/simulators/main.ts': 'idp-adapters/simulators/main.ts',
  'node demo/main.ts': 'demo/main.ts',
}

describe('docker-compose.yml', () => {
  it('has two nodes of the broker that differ in nothing but their port', () => {
    const nodes = ours.filter(([, { command }]) => command?.join(' ') === 'node bin/tillit.js serve')
    expect(nodes).toHaveLength(2)
    const [first, second] = nodes.map(([, { environment, ...more }]) => {
      const { TILLIT_PORT: port, ...others } = environment ?? {}
      return { port, rest: { ...more, others } }
    })
    expect(first?.port).not.toBe(second?.port)
    expect(first?.rest).toEqual(second?.rest)
  })

  it.each(ours)('runs a command that exists, as service %s', (_name, { command = [] }) => {
    const file = commands[command.join(' ')]
    expect(file).toBeDefined()
    expect(existsSync(join(repository, file ?? ''))).toBe(true)
  })

  it('sends requests to the ports that the nodes listen on, and names nothing that is not there', () => {
    const ports = ours.flatMap(([, { command, environment }]) =>
      command?.includes('serve') ? [environment?.['TILLIT_PORT'] ?? '3000'] : [],
    )
    const upstream = [...read('compose/nginx.conf').matchAll(/server 127\.0\.0\.1:(\d+);/g)].map(([, port]) => port)
    expect(upstream.sort()).toEqual(ports.sort())

    const mounted = Object.values(services).flatMap((one) => one.volumes ?? [])
    const missing = mounted
      .map((mount) => mount.split(':')[0] ?? '')
      .filter((source) => (source.startsWith('.') ? !existsSync(join(repository, source)) : !(source in volumes)))
    expect(missing).toEqual([])
    const dependencies = Object.values(services).flatMap((one) => Object.keys(one.depends_on ?? {}))
    expect(dependencies.filter((name) => !(name in services))).toEqual([])
  })

  it('uses environment variables that something reads', () => {
    const code = ['config', 'src', 'demo', 'resource-server', 'idp-adapters'].flatMap((folder) =>
      filesBelow(folder, '.ts'),
    )
    const named = new Set(ours.flatMap(([, { environment }]) => Object.keys(environment ?? {})))
    const unread = [...named].filter((name) => !code.some(({ text }) => text.includes(name)))
    expect(named.size).toBeGreaterThan(5)
    expect(unread).toEqual([])
  })

  it('keeps what says "already used", also when the memory is full or the power goes', () => {
    const redis = services['redis']?.command?.join(' ')
    expect(redis).toContain('--appendonly yes --appendfsync always --maxmemory-policy noeviction')
  })
})

describe('Dockerfile', () => {
  const lines = read('Dockerfile').split('\n')
  const copied = lines.flatMap((line) => /^COPY (.+) \S+$/.exec(line)?.[1]?.split(' ') ?? [])

  it('copies what is there, and every folder that the broker imports from', () => {
    expect(copied.filter((path) => !existsSync(join(repository, path)))).toEqual([])
    for (const folder of ['bin', 'src', 'config', 'clients', 'idp-adapters']) expect(copied).toContain(folder)
  })

  it('installs no development dependencies, runs as somebody else than root, and serves', () => {
    const text = lines.join('\n')
    expect(text).toMatch(/npm ci --omit=dev/)
    expect(text.indexOf('\nUSER node')).toBeGreaterThan(text.indexOf('npm ci'))
    expect(text).toContain('CMD ["node", "bin/tillit.js", "serve"]')
  })

  it('imports only production dependencies outside the tests', () => {
    const { dependencies } = z
      .object({ dependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(read('package.json')))
    const code = ['src', 'config', 'idp-adapters', 'demo', 'resource-server'].flatMap((folder) =>
      filesBelow(folder, '.ts'),
    )
    const imported = code.flatMap(({ text }) =>
      [...text.matchAll(/ from '([^'.#][^']*)'$/gm)].map(([, name = '']) => name),
    )
    const libraries = new Set(imported.filter((name) => !name.startsWith('node:')))
    expect([...libraries].filter((name) => !(name in dependencies))).toEqual([])
    expect(libraries).toContain('oidc-provider')
  })
})
