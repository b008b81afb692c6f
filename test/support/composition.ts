import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { node, TestProcess } from './process.ts'
import { repository } from './repository.ts'

const schema = z.object({
  services: z.record(
    z.string(),
    z.object({
      command: z.array(z.string()).default([]),
      environment: z.record(z.string(), z.string()).default({}),
    }),
  ),
})

/** What docker-compose.yml runs, to be run by hand: the same commands and environment on other ports and in another folder. */
export class Composition {
  readonly #services = schema.parse(
    parse(readFileSync(join(repository, 'docker-compose.yml'), 'utf8'), { merge: true }),
  ).services
  readonly #ports: ReadonlyMap<string, number>
  readonly #dataDir: string

  /** @param parts `ports`: for each port in the file, the one to use. `dataDir`: in the place of the volume `/data`. */
  constructor(parts: { readonly ports: ReadonlyMap<string, number>; readonly dataDir: string }) {
    this.#ports = parts.ports
    this.#dataDir = parts.dataDir
  }

  /** @param more arguments that the container makes unnecessary, as a server's own folder. */
  process(name: string, isReady: () => Promise<boolean>, more: readonly string[] = []): TestProcess {
    const service = this.#services[name]
    const [file, ...args] = (service?.command ?? []).map((word) => this.#moved(word))
    if (service === undefined || file === undefined) throw new Error(`docker-compose.yml runs no ${name}`)
    const env = Object.fromEntries(
      Object.entries(service.environment).map(([variable, value]) => [variable, this.#moved(value)]),
    )
    // In the container `node` is the right one; here it is that of package.json.
    return new TestProcess({ command: [file === 'node' ? node : file, ...args, ...more], env, isReady })
  }

  /** @throws {Error} for a port that nobody moved: the test would meet whatever listens there. */
  #moved(text: string): string {
    if (text === '/data') return this.#dataDir
    return text.replace(/(?<=^|:)\d{4,5}$/, (port) => {
      const moved = this.#ports.get(port)
      if (moved === undefined) throw new Error(`docker-compose.yml names port ${port}, which the test does not know`)
      return String(moved)
    })
  }
}
