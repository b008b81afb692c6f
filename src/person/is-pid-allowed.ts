import { marksOf, type Pid } from './pid.ts'

export type PersonEnvironment = 'development' | 'test' | 'production'

/**
 * Which kinds of number may log in. Production takes fødselsnummer and D-number and no synthetic one; development and
 * test take synthetic ones only, which keeps real people out of test data. Month + 40 is NAV's synthetic series in test;
 * in production it would be an old H-number, which never logs in. A felles hjelpenummer has no date and is no {@link Pid}.
 */
export function isPidAllowed(pid: Pid, environment: PersonEnvironment): boolean {
  const isReal = marksOf(pid)?.monthShift === 0
  return environment === 'production' ? isReal : !isReal
}
