import type { Background } from '#src/operations/background.ts'
import type { Clock } from '#src/operations/clock.ts'
import type { Log } from '#src/operations/log.ts'
import type { Metrics } from '#src/operations/metrics.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import type { KeyEnds } from './key-ends.ts'
import { WarnOfKeys } from './warn-of-keys.ts'

/** How often keys that end soon are counted; each is told once a day. */
const turnMilliseconds = 60_000

/** Begins to tell of keys that end soon, in log and metric. */
export function watchKeys(parts: {
  readonly ends: KeyEnds
  readonly newUnit: () => UnitOfWork
  readonly clock: Clock
  readonly log: Log
  readonly background: Background
  readonly metrics: Metrics
}): void {
  const warnings = new WarnOfKeys(parts)
  parts.background.every(turnMilliseconds, 'key warnings', () => warnings.turn())
  parts.metrics.watchClientKeys(() => warnings.counts)
}
