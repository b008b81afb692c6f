import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseLogin } from '#src/assurance/choose-login.ts'
import { keepLogin } from '#src/assurance/keep-login.ts'
import type { Login } from '#src/assurance/login.ts'
import { demands, logins, manyRuns, now } from './login-arbitraries.ts'

/** More than a session keeps, so that something must go. */
const histories = fc.array(logins, { minLength: 1, maxLength: 14 })
const keepAll = (history: readonly Login[]) => history.reduce<readonly Login[]>(keepLogin, [])
const strongest = (known: readonly Login[]) => Math.max(0, ...known.map(({ level }) => level))

describe('the logins of a session', () => {
  it('never lose the strongest, whatever comes later', () => {
    fc.assert(
      fc.property(histories, (history) => {
        expect(strongest(keepAll(history))).toBe(strongest(history))
      }),
      manyRuns,
    )
  })

  it('lose a login only to one at least as strong of the same provider, method and employer, or to a full session', () => {
    fc.assert(
      fc.property(histories, logins, (history, login) => {
        const before = keepAll(history)
        const after = keepLogin(before, login)
        for (const lost of before.filter((known) => !after.includes(known))) {
          const isSame = (['providerId', 'method', 'employer'] as const).every((part) => lost[part] === login[part])
          if (isSame && login.level >= lost.level) continue
          expect(after.length).toBe(8)
          expect(after.every((kept) => kept.level >= lost.level)).toBe(true)
        }
      }),
      manyRuns,
    )
  })

  it('stay what they were: nothing is merged, raised or inherited', () => {
    fc.assert(
      fc.property(histories, (history) => {
        const frozen = structuredClone(history)
        for (const kept of keepAll(history)) expect(frozen).toContainEqual(kept)
        expect(history).toEqual(frozen)
      }),
      { numRuns: 2000 },
    )
  })

  it('serve every demand at least as well after a further login as before', () => {
    fc.assert(
      fc.property(fc.array(logins, { maxLength: 6 }), logins, demands, (history, login, demand) => {
        const before = chooseLogin(keepAll(history), demand, now)
        const after = chooseLogin(keepLogin(keepAll(history), login), demand, now)
        if ('login' in before) expect('login' in after && after.login.level).toBeGreaterThanOrEqual(before.login.level)
      }),
      manyRuns,
    )
  })

  it('are of one person: a login of another is a bug', () => {
    fc.assert(
      fc.property(histories, logins, (history, login) => {
        expect(() => keepLogin(keepAll(history), { ...login, subject: 'subject-2' })).toThrow(/another person/)
      }),
    )
  })
})
