import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Stands between a client and a server, and breaks what a test tells it to break. */
export interface TcpProxy {
  readonly port: number
  /** The next request does not arrive (`request`), or arrives and its reply does not (`reply`). Then all is well again. */
  loseNext(what: 'request' | 'reply'): void
  /** From now on connections lead to another server; those that are open are cut. */
  turnTo(targetPort: number): void
  close(): Promise<void>
}

export async function startTcpProxy(targetPort: number): Promise<TcpProxy> {
  let target = targetPort
  let losing: 'request' | 'reply' | undefined
  const open = new Set<Socket>()
  const cutAll = () => {
    for (const socket of open) socket.destroy()
  }
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1')
    const cut = () => {
      near.destroy()
      far.destroy()
    }
    for (const [from, to, what] of [
      [near, far, 'request'],
      [far, near, 'reply'],
    ] as const) {
      open.add(from)
      from.on('error', cut)
      from.on('close', () => {
        open.delete(from)
        cut()
      })
      from.on('data', (data) => {
        if (losing !== what) return void to.write(data)
        losing = undefined
        cut()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // A TCP server that listens has an AddressInfo; null and string are for closed ones and pipes.
  const { port } = server.address() as AddressInfo
  return {
    port,
    loseNext: (what) => {
      losing = what
    },
    turnTo: (other) => {
      target = other
      cutAll()
    },
    close: () => {
      cutAll()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
