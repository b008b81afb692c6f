import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StatementSync } from 'node:sqlite'
import { currentCorrelationId } from '#src/operations/correlation.ts'
import { openSqliteStore } from '#src/store/sqlite-store.ts'
import type { Change, Store } from '#src/store/store.ts'

/** What requests ask of the two databases; work beside them (logout notices, the registry's revision) is not counted. */
export interface StoreCalls {
  /** Records that each read of the state store asked for. */
  readonly reads: number[]
  /** Conditions and writes of each commit. */
  readonly commits: { readonly absent: number; readonly unchanged: number; readonly writes: number }[]
  /** SQL on the durable database, each as its verb and table. */
  readonly sql: string[]
}

/** Watches the real stores of this process, which still do all their work. */
export async function watchStores(): Promise<{ readonly calls: StoreCalls; reset(): void; stop(): void }> {
  const calls: StoreCalls = { reads: [], commits: [], sql: [] }
  const isRequest = () => currentCorrelationId() !== undefined
  const store = await storePrototype()
  const { read, commit } = store
  store.read = function watchedRead(this: Store, keys) {
    if (isRequest()) calls.reads.push(keys.length)
    return read.call(this, keys)
  }
  store.commit = function watchedCommit(this: Store, change) {
    if (isRequest()) calls.commits.push(sizesOf(change))
    return commit.call(this, change)
  }
  const statement = StatementSync.prototype
  const { all, run } = statement
  const note = (sql: string) => {
    const shape = shapeOf(sql)
    if (isRequest() && !shape.endsWith(' record')) calls.sql.push(shape)
  }
  for (const [name, original] of [
    ['all', all],
    ['run', run],
  ] as const) {
    Object.defineProperty(statement, name, {
      configurable: true,
      writable: true,
      value: function watched(this: StatementSync, ...parameters: readonly unknown[]) {
        note(this.sourceSQL)
        return Reflect.apply(original, this, parameters)
      },
    })
  }
  return {
    calls,
    reset: () => {
      for (const list of Object.values(calls)) list.length = 0
    },
    stop: () => {
      Object.assign(store, { read, commit })
      Object.assign(statement, { all, run })
    },
  }
}

/** The class is nobody's to import; an instance of it leads there. */
async function storePrototype(): Promise<Store> {
  const dir = mkdtempSync(join(tmpdir(), 'tillit-watched-'))
  const opened = await openSqliteStore({ file: join(dir, 'store.db'), now: () => 0 })
  await opened.close()
  rmSync(dir, { recursive: true, force: true })
  return Object.getPrototypeOf(opened)
}

function sizesOf({ absent = [], unchanged = [], writes }: Change) {
  return { absent: absent.length, unchanged: unchanged.length, writes: writes.length }
}

/** `insert audit_record`, `begin`: enough to see which table is asked. */
function shapeOf(sql: string): string {
  const [verb = ''] = sql.trim().toLowerCase().split(' ')
  const table = /(?:from|into|update)\s+"?(\w+)"?/i.exec(sql)?.[1] ?? ''
  return `${verb} ${table}`.trim()
}
