import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { node } from './process.ts'
import { repository } from './repository.ts'

/** Where a store is: a folder for the embedded one, and an address for Redis. */
export interface StorePlace {
  readonly dataDir: string
  readonly redisUrl?: string
}

export type WorkerTask =
  | { readonly do: 'open'; readonly place: StorePlace }
  | { readonly do: 'load-key'; readonly file: string }
  | { readonly do: 'claim' | 'consume' | 'write'; readonly key: string }

export type WorkerReport =
  | { readonly done: 'open' | 'write' }
  | { readonly done: 'load-key'; readonly digest: string }
  | { readonly done: 'claim' | 'consume'; readonly winners: number }
  | { readonly done: 'failed'; readonly why: string }

/** A process of its own that uses a store. */
export class StoreWorker {
  readonly #child: ChildProcess

  constructor() {
    this.#child = fork(join(repository, 'test', 'support', 'store-worker.ts'), {
      execPath: node,
      execArgv: [],
      stdio: 'inherit',
    })
  }

  /** @throws {Error} when the work failed or the process is gone. */
  do(task: WorkerTask): Promise<WorkerReport> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new Error('the worker is gone'))
      this.#child.once('exit', gone)
      this.#child.once('message', (report: WorkerReport) => {
        this.#child.off('exit', gone)
        if (report.done === 'failed') reject(new Error(report.why))
        else resolve(report)
      })
      this.#child.send(task, (error) => {
        if (error !== null) reject(error)
      })
    })
  }

  /** `kill -9`, and waits until it is gone. */
  kill(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#child.exitCode !== null || this.#child.signalCode !== null) return resolve()
      this.#child.once('exit', () => resolve())
      this.#child.kill('SIGKILL')
    })
  }
}

/** Two of them, with the same store open. */
export async function openTwoWorkers(place: StorePlace): Promise<readonly [StoreWorker, StoreWorker]> {
  const workers = [new StoreWorker(), new StoreWorker()] as const
  await Promise.all(workers.map((worker) => worker.do({ do: 'open', place })))
  return workers
}
