import { spawn } from 'node:child_process'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { createApi } from '../../demo/api/server.ts'
import { issuerAt } from '../../resource-server/issuer.ts'
import { InMemoryReplayStore } from '../../resource-server/replay-store.ts'
import { findFreePorts } from '../support/free-ports.ts'
import { repository } from '../support/repository.ts'

let server: Server | undefined
afterEach(() => {
  server?.close()
  server?.closeAllConnections()
})

/** The command that integrators run against their own API. */
async function tryApi(port: number): Promise<{ readonly status: number | null; readonly output: string }> {
  const node = join(repository, 'node_modules', '.bin', 'node')
  const script = join(repository, 'resource-server', 'try', 'main.ts')
  const api = `http://localhost:${port}/kjernejournal`
  const child = spawn(node, [script, '--api', api, '--issuer', `http://localhost:${port + 1}`])
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  const [output, errors, status] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  return { status, output: output + errors }
}

const listen = (api: Server, port: number) =>
  new Promise<void>((resolve) => {
    server = api.listen(port, '127.0.0.1', resolve)
  })

describe('trying an API with bad tokens', () => {
  it('finds nothing wrong with the demo API', async () => {
    const port = await findFreePorts()
    const issuer = `http://localhost:${port + 1}`
    const rules = {
      issuer,
      audience: 'nhn:kjernejournal',
      scopes: ['nhn:kjernejournal/api'],
      minimumSecurityLevel: 4 as const,
      requiredClaims: ['helseid://claims/client/claims/orgnr_parent'],
      keys: issuerAt(issuer).keys,
      replays: new InMemoryReplayStore(),
    }
    await listen(createApi(`http://localhost:${port}`, rules), port)
    const { status, output } = await tryApi(port)
    expect({ status, last: output.trimEnd().split('\n').at(-1) }).toEqual({ status: 0, last: 'All refused.' })
    expect(output.match(/^refused 40[13] /gm)?.length).toBeGreaterThan(60)
  })

  it('names everything that an API takes which looks at nothing', async () => {
    const port = await findFreePorts()
    await listen(
      createServer((_request, response) => response.end('{}')),
      port,
    )
    const { status, output } = await tryApi(port)
    expect(status).toBe(1)
    for (const name of ['alg none', 'no proof', 'level 3', 'a proof for the second time'])
      expect(output).toContain(name)
  })

  it('says so when the good token is refused, for then nothing was tried', async () => {
    const port = await findFreePorts()
    await listen(
      createServer((_request, response) => response.writeHead(401).end()),
      port,
    )
    const { status, output } = await tryApi(port)
    expect(status).toBe(2)
    expect(output).toContain('The good token was answered 401')
  })
})
