import type { Login } from './login.ts'

/** Logins kept in one session: one for each way to log in, and then some. */
const keptLogins = 8

/**
 * Adds a login to those of the session. Each stays what it was: a weaker one never replaces a stronger one, and a newer
 * one replaces an older of the same provider and method only if it proves at least as much and knows as much of the person.
 *
 * @throws {Error} for a login of another person: that session must have been ended before.
 */
export function keepLogin(logins: readonly Login[], login: Login): readonly Login[] {
  if (logins.some((known) => known.subject !== login.subject)) throw new Error('a login of another person in a session')
  const replaces = (known: Login) =>
    known.providerId === login.providerId &&
    known.method === login.method &&
    known.employer === login.employer &&
    login.level >= known.level &&
    login.authTime >= known.authTime &&
    missingOf(login) <= missingOf(known) &&
    (known.birthDate === undefined || login.birthDate === known.birthDate)
  const strongestFirst = [...logins.filter((known) => !replaces(known)), login].sort(
    (a, b) => b.level - a.level || b.authTime - a.authTime,
  )
  return strongestFirst.slice(0, keptLogins)
}

/** How much a login fails to say of the person's HPR number: several entries serve fewer services than a silent register. */
function missingOf({ hprMissing }: Login): number {
  return hprMissing === undefined ? 0 : hprMissing === 'silent' ? 1 : 2
}
