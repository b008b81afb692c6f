import type { DelegationWire } from '../delegation-schema.ts'
import type { Finding } from './finding.ts'

/** Everything that can be wrong within one delegation's file. */
export function checkDelegation(wire: DelegationWire): readonly Finding[] {
  const findings: Finding[] = []
  if (wire.from === wire.to) {
    findings.push({ path: 'to', found: `"${wire.to}"`, allowed: 'another organisation than the one that delegates' })
  }
  const { valid_from: begin, valid_until: end } = wire
  if (end !== undefined && Date.parse(end) <= Date.parse(begin)) {
    findings.push({ path: 'valid_until', found: `"${end}"`, allowed: `a moment after valid_from, "${begin}"` })
  }
  return findings
}
