import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chooseLogin } from '#src/assurance/choose-login.ts'
import { checkLoginIsEnough } from '#src/assurance/is-enough.ts'
import { demands, isOfNamed, logins, manyRuns, now, satisfies, satisfiesPerson } from './login-arbitraries.ts'

describe('single sign-on', () => {
  it('never reuses a login that is too weak, too old, of a provider not allowed or of another employer', () => {
    let reused = 0
    fc.assert(
      fc.property(fc.array(logins, { maxLength: 8 }), demands, (known, demand) => {
        const choice = chooseLogin(known, demand, now)
        if (!('login' in choice)) return
        reused += 1
        expect(known).toContain(choice.login)
        expect(satisfies(choice.login, demand)).toBe(true)
        expect(isOfNamed(choice.login, demand)).toBe(true)
        expect(satisfiesPerson(choice.login, demand)).toBe(true)
        expect(now - choice.login.authTime).toBeLessThanOrEqual(demand.maxAgeSeconds ?? Infinity)
        expect(demand.reuseAllowed).toBe(true)
      }),
      manyRuns,
    )
    expect(reused, 'the property saw logins that are enough').toBeGreaterThan(100)
  })

  it('reuses one whenever one is enough, and then the strongest', () => {
    fc.assert(
      fc.property(fc.array(logins, { maxLength: 8 }), demands, (known, demand) => {
        const enough = known.filter(
          (login) =>
            satisfies(login, demand) &&
            isOfNamed(login, demand) &&
            satisfiesPerson(login, demand) &&
            now - login.authTime <= (demand.maxAgeSeconds ?? Infinity),
        )
        const choice = chooseLogin(known, demand, now)
        expect('login' in choice).toBe(demand.reuseAllowed && enough.length > 0)
        if ('login' in choice) expect(choice.login.level).toBe(Math.max(...enough.map(({ level }) => level)))
      }),
      manyRuns,
    )
  })

  it('says why it did not happen, and never a reason that does not hold', () => {
    fc.assert(
      fc.property(fc.array(logins, { minLength: 1, maxLength: 8 }), demands, (known, demand) => {
        const choice = chooseLogin(known, demand, now)
        if ('login' in choice) return
        const holds = {
          no_login: false,
          too_young: demand.minimumAge === 42,
          age_unknown: known.some(({ birthDate }) => birthDate === undefined) && (demand.minimumAge ?? 0) > 0,
          step_up_register: known.some(({ hprMissing }) => hprMissing !== undefined) && demand.hpr !== undefined,
          not_reusable: !demand.reuseAllowed,
          step_up_age: known.some((login) => now - login.authTime > (demand.maxAgeSeconds ?? Infinity)),
          step_up_level: known.some(({ level }) => level < demand.minimumLevel),
          step_up_provider: demand.allowedProviders.length > 0 || demand.requestedProviders.length > 0,
          step_up_organisation: known.some(
            ({ employer }) =>
              employer !== undefined && ![demand.organisation, demand.parentOrganisation].includes(employer),
          ),
        }
        expect(holds[choice.none]).toBe(true)
      }),
      manyRuns,
    )
  })
})

describe('whether a login is enough', () => {
  it('is true exactly when level, provider and employer fit', () => {
    fc.assert(
      fc.property(logins, demands, (login, demand) => {
        expect(checkLoginIsEnough(login, demand) === undefined).toBe(satisfies(login, demand))
      }),
      manyRuns,
    )
  })

  it('is asked of a demand that only grew: what was not enough does not become enough', () => {
    fc.assert(
      fc.property(logins, demands, (login, demand) => {
        if (checkLoginIsEnough(login, demand) === undefined) return
        for (const minimumLevel of [3, 4] as const) {
          if (minimumLevel < demand.minimumLevel) continue
          expect(checkLoginIsEnough(login, { ...demand, minimumLevel })).toBeDefined()
        }
      }),
      manyRuns,
    )
  })
})
