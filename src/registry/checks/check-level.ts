import type { Finding } from './finding.ts'

interface LevelWire {
  readonly minimum_security_level: 2 | 3 | 4
  readonly minimum_security_level_reason?: string | undefined
  readonly minimum_security_level_decided_by?: string | undefined
  readonly minimum_security_level_decided_at?: string | undefined
}

const companions = [
  'minimum_security_level_reason',
  'minimum_security_level_decided_by',
  'minimum_security_level_decided_at',
] as const

/** Below 4 somebody must have decided so in writing; at 4 such a decision would mislead its reader. */
export function checkLevel(wire: LevelWire, prefix = ''): readonly Finding[] {
  const isLow = wire.minimum_security_level < 4
  return companions
    .filter((name) => (wire[name] === undefined) === isLow)
    .map((name) => ({
      path: `${prefix}${name}`,
      found: isLow ? 'nothing' : 'a decision',
      allowed: isLow
        ? 'a value, because minimum_security_level is below 4'
        : 'nothing, because minimum_security_level is 4',
    }))
}
