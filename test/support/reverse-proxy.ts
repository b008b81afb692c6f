import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'

/** In the place of compose/nginx.conf: any request may go to any node, none is sent twice, `Host` stays the issuer's. */
export interface ReverseProxy {
  /** All requests to this node from now on; undefined: to each in turn. */
  sendTo(port: number | undefined): void
  close(): Promise<void>
}

export async function startReverseProxy(listenOn: number, nodePorts: readonly number[]): Promise<ReverseProxy> {
  let fixed: number | undefined
  let turn = 0
  const next = () => fixed ?? nodePorts[turn++ % nodePorts.length]
  const server = createServer((incoming, outgoing) => pass(incoming, outgoing, next()))
  await new Promise<void>((resolve) => server.listen(listenOn, '127.0.0.1', resolve))
  return {
    sendTo: (port) => {
      fixed = port
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function pass(incoming: IncomingMessage, outgoing: ServerResponse, port: number | undefined): void {
  const { method, url, headers } = incoming
  const onward = request({ host: '127.0.0.1', port, method, path: url, headers, agent: false }, (answer) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders)
    answer.pipe(outgoing)
  })
  // A node that is gone: the load balancer says so, and does not try another by itself.
  onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()))
  incoming.pipe(onward)
}
