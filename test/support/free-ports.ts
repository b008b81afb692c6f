import { createServer } from 'node:net'

/** Ports that one run takes: base to base + 9. */
const blockSize = 10

/** Blocks that this process has handed out: what is to listen there may not have begun yet. */
const taken = new Set<number>()

/** The first port of a free block. Below the range that the system gives to others, so that nobody takes one meanwhile. */
export async function findFreePorts(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const base = 10_000 + Math.floor(Math.random() * 2000) * blockSize
    if (taken.has(base)) continue
    taken.add(base)
    const isFree = await Promise.all(Array.from({ length: blockSize }, (_, offset) => isPortFree(base + offset)))
    if (isFree.every(Boolean)) return base
  }
  throw new Error('found no free block of ports')
}

function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}
