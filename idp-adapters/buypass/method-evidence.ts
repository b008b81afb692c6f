import type { LevelEvidence, SecurityLevel } from '../contract.ts'

/**
 * How far `amr` lets a login go. Card and key (`sc`, `hwk`) hold a key of their own behind a PIN; the mobile is a code
 * together with a secret. Anything else that is said is one factor alone, or (`fed`) somebody else's login, and is worth
 * level 2. An absent `amr` contradicts nothing.
 */
export function readBuypassEvidence({ amr }: LevelEvidence): SecurityLevel {
  if (amr.length === 0) return 4
  if (amr.includes('fed')) return 2
  if (amr.includes('sc') || amr.includes('hwk')) return 4
  return amr.includes('otp') && (amr.includes('pwd') || amr.includes('pin')) ? 4 : 2
}
