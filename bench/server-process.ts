import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { fileURLToPath } from 'node:url'

/** A server in a process of its own, on one core, so that the load on the other does not share it. */
export interface ServerProcess {
  /** Milliseconds from starting the process to the first good answer at `readyUrl`. */
  readonly startMilliseconds: number
  /** Resident memory in megabytes. */
  memoryMegabytes(): number
  /** Milliseconds of processor time since it began. */
  processorMilliseconds(): number
  stop(): Promise<void>
}

const serverCore = '0'
const canPin = existsSync('/usr/bin/taskset')

export async function startServer(parts: {
  readonly file: string
  readonly env: Record<string, string>
  readonly readyUrl: string
}): Promise<ServerProcess> {
  const script = fileURLToPath(new URL(`../${parts.file}`, import.meta.url))
  const command = canPin ? ['taskset', '-c', serverCore, process.execPath, script] : [process.execPath, script]
  const [program = process.execPath, ...args] = command
  const begun = performance.now()
  const child = spawn(program, args, { env: { ...process.env, ...parts.env }, stdio: ['ignore', 'ignore', 'inherit'] })
  // A run that fails leaves nothing behind.
  process.once('exit', () => child.kill('SIGKILL'))
  while (!(await isReady(parts.readyUrl))) {
    if (child.exitCode !== null) throw new Error(`${parts.file} stopped with exit code ${child.exitCode}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  return {
    startMilliseconds: performance.now() - begun,
    memoryMegabytes: () => residentMegabytes(child),
    processorMilliseconds: () => processorMilliseconds(child),
    stop: () => stop(child),
  }
}

/** The load runs beside the server, not on its core. */
export function loadCore(): string | undefined {
  return canPin ? '1' : undefined
}

function isReady(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    get(url, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    }).on('error', () => resolve(false))
  })
}

function residentMegabytes({ pid }: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes ?? Number.NaN) / 1024
}

/** First number of each thread's `schedstat`: nanoseconds on a processor. */
function processorMilliseconds({ pid }: ChildProcess): number {
  const threads = readdirSync(`/proc/${pid}/task`)
  const nanoseconds = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  )
  return nanoseconds.reduce((sum, each) => sum + each, 0) / 1e6
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}
