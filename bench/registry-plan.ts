import { loadConfig } from '#config/load-config.ts'
import { Chain } from '#src/audit/chain.ts'
import { PersonSeal } from '#src/audit/person-seal.ts'
import { AuditTrail } from '#src/audit/trail.ts'
import { openRegistry } from '#src/open-registry.ts'
import { systemClock } from '#src/operations/clock.ts'
import { createLog } from '#src/operations/log.ts'
import type { Change } from '#src/registry/store/change.ts'
import { openDatabase } from '#src/store/open-database.ts'
import { Seal } from '#src/store/seal.ts'
import { loadStoreKey } from '#src/store/store-key.ts'

/** A process that plans and applies a change of many clients, and prints how long that took, in milliseconds. */
const config = loadConfig(process.env)
const changed = Number(process.env['BENCH_CHANGED'])
const storeKey = loadStoreKey({ file: config.storeKeyFile, createIfMissing: false })
const database = await openDatabase({ dataDir: config.dataDir, nowMilliseconds: () => systemClock.nowMilliseconds() })
const persons = new PersonSeal(new Seal(storeKey))
const audit = new AuditTrail({ database, chain: new Chain(storeKey), persons, clock: systemClock })
const log = createLog({ level: 'silent' })
const { live, store } = await openRegistry({ config, database, audit, clock: systemClock, log })

const changes: readonly Change[] = Array.from({ length: changed }, (_, n) => {
  const id = `bench-client-${n}`
  const document = JSON.parse(live.current.documents.get({ kind: 'client', id })?.text ?? '{}')
  return { kind: 'client', id, document: { ...document, client_name: `Nytt navn ${n}` } }
})
const plan = await timed(() => store.plan(changes))
const apply = await timed(() =>
  store.apply({ changes, author: { kind: 'operator', id: 'bench' }, reason: 'a benchmark' }),
)
await audit.close()
await database.close()
process.stdout.write(JSON.stringify({ plan, apply }))

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}
