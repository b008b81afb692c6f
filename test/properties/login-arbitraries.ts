import fc from 'fast-check'
import type { LoginMethod, SecurityLevel } from '#idp-adapters/contract.ts'
import type { Demand } from '#src/assurance/demand.ts'
import type { Login } from '#src/assurance/login.ts'

/** Cases of a property that costs microseconds. */
export const manyRuns = { numRuns: 10_000 } as const

/** Whole seconds; ages in the tests are around this moment. */
export const now = 1_795_000_000

export const levels: fc.Arbitrary<SecurityLevel> = fc.constantFrom(2, 3, 4)
export const providerIds = fc.constantFrom('idporten-oidc', 'bankid-oidc', 'helse-midt-oidc')
export const organisations = fc.constantFrom('999977774', '310000086', '310000094')
export const methods: fc.Arbitrary<LoginMethod> = fc.constantFrom('bankid', 'bankid-biometric', 'minid', 'employer')

/** Of the person: 41 years old at {@link now}. */
const born = '1985-11-07'

/** A login of one person: few values, so that logins meet. */
export const logins: fc.Arbitrary<Login> = fc.record(
  {
    id: fc.uuid(),
    providerId: providerIds,
    method: methods,
    level: levels,
    authTime: fc.integer({ min: now - 40_000, max: now }),
    pid: fc.constant('07918449935'),
    subject: fc.constant('subject-1'),
    name: fc.record({ name: fc.string(), givenName: fc.string(), familyName: fc.string() }, { requiredKeys: [] }),
    network: fc.constantFrom<'helsenett' | 'internett'>('helsenett', 'internett'),
    employer: organisations,
    onBehalfOf: organisations,
    birthDate: fc.constant(born),
    hprMissing: fc.constantFrom<'silent' | 'several'>('silent', 'several'),
  },
  { requiredKeys: ['id', 'providerId', 'method', 'level', 'authTime', 'pid', 'subject', 'name'] },
)

export const demands: fc.Arbitrary<Demand> = fc.record(
  {
    minimumLevel: levels,
    allowedProviders: fc.uniqueArray(providerIds),
    requestedProviders: fc.uniqueArray(fc.oneof(providerIds, fc.constant('nobody-oidc')), { maxLength: 2 }),
    methodWord: fc.constantFrom('amr:bankid', 'bp:amr:sc'),
    methodHint: fc.string(),
    maxAgeSeconds: fc.integer({ min: 0, max: 40_000 }),
    forceLogin: fc.boolean(),
    reuseAllowed: fc.boolean(),
    organisation: organisations,
    minimumAge: fc.constantFrom(0, 16, 41, 42),
    hpr: fc.constantFrom<'required' | 'optional'>('required', 'optional'),
    parentOrganisation: organisations,
  },
  {
    requiredKeys: [
      'minimumLevel',
      'allowedProviders',
      'requestedProviders',
      'forceLogin',
      'reuseAllowed',
      'organisation',
    ],
  },
)

/** Written apart from the broker's rule: whether what is known of the person is enough. */
export function satisfiesPerson(login: Login, { minimumAge = 0, hpr }: Demand): boolean {
  const isOldEnough = minimumAge === 0 || (login.birthDate !== undefined && minimumAge <= 41)
  const lacksHpr =
    hpr === 'required' ? login.hprMissing !== undefined : hpr === 'optional' && login.hprMissing === 'several'
  return isOldEnough && !lacksHpr
}

/** Written apart from the broker's rule: whether the client left the provider open, or named this one. */
export function isOfNamed(login: Login, { requestedProviders }: Demand): boolean {
  return requestedProviders.length === 0 || requestedProviders.some((id) => id === login.providerId)
}

/** Written apart from the broker's rule: whether this login may stand behind this demand, whatever its age. */
export function satisfies(login: Login, demand: Demand): boolean {
  const isAllowed = demand.allowedProviders.length === 0 || demand.allowedProviders.includes(login.providerId)
  const isOfEmployer = [undefined, demand.organisation, demand.parentOrganisation].includes(login.employer)
  return login.level >= demand.minimumLevel && isAllowed && isOfEmployer
}
