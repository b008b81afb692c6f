import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service that is told of logouts, and answers as it is told to. */
export interface LogoutReceiver {
  readonly url: string
  /** Logout tokens in the order in which they came, with the path they came to. */
  readonly received: readonly { readonly path: string; readonly token: string }[]
  /** The most requests for one path that were under way at the same moment. */
  readonly mostAtOnce: () => number
  answerWith(status: number): void
  close(): Promise<void>
}

/** @param milliseconds how long it takes to answer */
export async function startLogoutReceiver(milliseconds = 0): Promise<LogoutReceiver> {
  const received: { path: string; token: string }[] = []
  const open = new Map<string, number>()
  let most = 0
  let status = 200
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    const now = (open.get(path) ?? 0) + 1
    open.set(path, now)
    most = Math.max(most, now)
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => {
      received.push({ path, token: new URLSearchParams(body).get('logout_token') ?? '' })
      setTimeout(() => {
        open.set(path, (open.get(path) ?? 1) - 1)
        response.writeHead(status).end()
      }, milliseconds)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    mostAtOnce: () => most,
    answerWith: (next) => {
      status = next
    },
    close: () => closed(server),
  }
}

function closed(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise((resolve) => server.close(() => resolve()))
}
