import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PersonName } from '#idp-adapters/contract.ts'
import type { Demand } from '#src/assurance/demand.ts'
import { confirmPerson } from '#src/login/confirm-person.ts'
import { judgePerson, type PersonDemand } from '#src/person/judge-person.ts'
import type { HprEntry, PersonAnswers, PopulationEntry, RegisterAnswer } from '#src/person/person-registers.ts'
import { parsePersonNumber } from '#src/person/pid.ts'
import { demands, logins, manyRuns, now } from './login-arbitraries.ts'

const noAnswers = fc.constantFrom('none', 'several', 'silent', 'off' as const)
const missing = noAnswers.map((outcome) => ({ outcome }) as const)
const names: fc.Arbitrary<PersonName> = fc.record(
  { name: fc.constant('Kari Nordmann'), givenName: fc.constant('Kari'), familyName: fc.constant('Nordmann') },
  { requiredKeys: [] },
)
const populationEntries: fc.Arbitrary<PopulationEntry> = fc.record(
  {
    numberStatus: fc.constantFrom<'in-use' | 'ended'>('in-use', 'in-use', 'in-use', 'ended'),
    isDead: fc.constantFrom(false, false, false, true),
    birthDate: fc.constantFrom('1984-11-07', '2011-01-01', '2015-12-31'),
    name: names,
  },
  { requiredKeys: ['numberStatus', 'isDead', 'name'] },
)
const hprEntry: HprEntry = { number: '181000001', approvals: [] }
const populations: fc.Arbitrary<RegisterAnswer<PopulationEntry>> = fc.oneof(
  { weight: 4, arbitrary: populationEntries.map((entry) => ({ outcome: 'found' as const, entry })) },
  missing,
)
const hprs: fc.Arbitrary<RegisterAnswer<HprEntry>> = fc.oneof(
  fc.constant({ outcome: 'found' as const, entry: hprEntry }),
  missing,
)
const answers: fc.Arbitrary<PersonAnswers> = fc.record({ population: populations, hpr: hprs })
const personDemands: fc.Arbitrary<PersonDemand> = fc.record(
  { minimumAge: fc.constantFrom(0, 16, 42), hpr: fc.constantFrom<'required' | 'optional'>('required', 'optional') },
  { requiredKeys: [] },
)
// P01, P09 with a D-number, and one whose control digits only the rule of 2032 allows.
const people = fc.constantFrom('07918449935', '71927949983', '07918499967').map((text) => {
  const number = parsePersonNumber(text)
  if (number === undefined) throw new Error('no number')
  return number
})

describe('the person behind a number', () => {
  it('is let in only when nothing that was said or left unsaid speaks against it', () => {
    const seen = { letIn: 0, refused: 0, withoutHpr: 0 }
    fc.assert(
      fc.property(people, answers, personDemands, (number, given, demand) => {
        const judgement = judgePerson({ number, answers: given, demand, now })
        if ('refused' in judgement) {
          seen.refused += 1
          return
        }
        seen.letIn += 1
        const { population, hpr } = given
        expect(['found', 'off']).toContain(population.outcome)
        if (population.outcome === 'found') {
          expect(population.entry).toMatchObject({ numberStatus: 'in-use', isDead: false })
        }
        if (demand.hpr !== undefined) expect(hpr.outcome).not.toBe('several')
        if (demand.hpr === 'required') expect(hpr.outcome).not.toBe('silent')
        if ((demand.minimumAge ?? 0) > 0) expect(judgement.facts.birthDate).toBeDefined()
        expect(judgement.facts.hpr).toEqual(hpr.outcome === 'found' ? hprEntry : undefined)
        if (hpr.outcome === 'silent') seen.withoutHpr += 1
      }),
      manyRuns,
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(100)
  })

  it('is let in whenever both registers speak for it and the age is enough', () => {
    fc.assert(
      fc.property(people, personDemands, names, (number, demand, name) => {
        const entry = { numberStatus: 'in-use', isDead: false, birthDate: '1970-01-01', name } as const
        const found = { population: { outcome: 'found', entry }, hpr: { outcome: 'none' } } as const
        expect(judgePerson({ number, answers: found, demand, now })).toMatchObject({
          facts: { birthDate: '1970-01-01' },
        })
      }),
      manyRuns,
    )
  })

  it('has the birth date of the register, and never one from a D-number or a number of the rule of 2032', () => {
    fc.assert(
      fc.property(people, answers, (number, given) => {
        const judgement = judgePerson({ number, answers: given, demand: {}, now })
        if ('refused' in judgement) return
        const ofRegister = given.population.outcome === 'found' ? given.population.entry.birthDate : undefined
        const ofNumber = number.isDNumber || number.rest !== 0 ? undefined : '1984-11-07'
        expect(judgement.facts.birthDate).toBe(ofRegister ?? ofNumber)
      }),
      manyRuns,
    )
  })
})

describe('a login that the registers confirm', () => {
  it('keeps what it proved; the name is the eID’s or, if that has none, the register’s, never parts of both', async () => {
    await fc.assert(
      fc.asyncProperty(logins, names, demands, answers, async (login, name, demand, given) => {
        const number = parsePersonNumber(login.pid)
        if (number === undefined) throw new Error('no number')
        const room = {
          personRegisters: { lookUp: async () => given },
          clock: { nowSeconds: () => now, nowMilliseconds: () => now * 1000 },
        }
        const confirmed = await confirmPerson(room, { login: { ...login, name }, number }, withoutAge(demand))
        if ('refused' in confirmed) return
        const { population } = given
        const registered = population.outcome === 'found' ? population.entry.name : undefined
        const cameWithName = Object.keys(name).length > 0
        expect(confirmed.login.name).toEqual(cameWithName ? name : (registered ?? {}))
        for (const part of ['id', 'level', 'pid', 'subject', 'authTime', 'method'] as const) {
          expect(confirmed.login[part]).toBe(login[part])
        }
      }),
      { numRuns: 3000 },
    )
  })
})

function withoutAge({ minimumAge: _, ...demand }: Demand): Demand {
  return demand
}
