import { createServer, request as sendOn } from 'node:http'

/**
 * Stands between the broker and the simulators, and knows how long somebody has been waiting for them: the union of all
 * exchanges, so that two at the same time count once.
 */
export interface UpstreamHop {
  /** Milliseconds so far. */
  waited(): number
  close(): void
}

export async function startUpstreamHop(parts: {
  readonly port: number
  readonly targetPort: number
}): Promise<UpstreamHop> {
  let underWay = 0
  let since = 0
  let total = 0
  const begin = () => {
    if (underWay === 0) since = performance.now()
    underWay += 1
  }
  const end = () => {
    underWay -= 1
    if (underWay === 0) total += performance.now() - since
  }
  const server = createServer((incoming, answer) => {
    begin()
    answer.once('close', end)
    const { method, url, headers } = incoming
    const target = { host: '127.0.0.1', port: parts.targetPort, method, path: url, headers }
    const outgoing = sendOn(target, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers)
      response.pipe(answer)
    })
    outgoing.once('error', () => answer.destroy())
    incoming.pipe(outgoing)
  })
  await new Promise<void>((resolve) => server.listen(parts.port, '127.0.0.1', resolve))
  return {
    waited: () => total + (underWay === 0 ? 0 : performance.now() - since),
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
