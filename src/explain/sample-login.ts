import type { SecurityLevel } from '#idp-adapters/contract.ts'
import type { Login } from '#src/assurance/login.ts'

/** A login of nobody: a number that no register gives out, so that the answer is seen to be a sample. */
export function sampleLogin(parts: {
  readonly idp: string
  readonly level: SecurityLevel
  /** Epoch seconds. */
  readonly now: number
}): Login {
  return {
    id: 'sample',
    providerId: parts.idp,
    method: 'unknown',
    level: parts.level,
    authTime: parts.now,
    pid: '00000000000',
    subject: '(the person’s sub)',
    name: { name: 'Ola Eksempel', givenName: 'Ola', familyName: 'Eksempel' },
    network: 'internett',
    // Old enough for every service: an age is the person's, and none is asked about here.
    birthDate: '1930-01-01',
    hpr: { number: '000000000', approvals: [] },
  }
}
