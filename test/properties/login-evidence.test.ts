import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Identity, verifiedIdentity } from '#idp-adapters/contract.ts'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { parseAcrValues } from '#src/assurance/acr-values.ts'
import { chooseLogin } from '#src/assurance/choose-login.ts'
import { buildDemand, type Demand } from '#src/assurance/demand.ts'
import { keepLogin } from '#src/assurance/keep-login.ts'
import { lowestOf } from '#src/assurance/levels.ts'
import type { Login } from '#src/assurance/login.ts'
import { buildAccessTokenClaims } from '#src/claims/access-token-claims.ts'
import { claimNames } from '#src/claims/claim-names.ts'
import { buildIdTokenClaims } from '#src/claims/id-token-claims.ts'
import { judgeIdentity } from '#src/login/judge-identity.ts'
import { levels, manyRuns, methods, now, organisations } from './login-arbitraries.ts'
import { acrs, amrOf, amrs, best, bestOf, issuerOf, providerIds, shipped, worth } from './shipped-adapters.ts'

const allowedKinds = ['synthetic-plus-80'] as const
const people = ['07918449935', '15859049823'] as const

const answers = fc.record({
  providerId: fc.constantFrom(...providerIds),
  issuerOfProvider: fc.oneof(
    { weight: 9, arbitrary: fc.constant('own') },
    fc.constantFrom('bankid-oidc', 'idporten-oidc', 'evil'),
  ),
  acr: acrs,
  amr: fc.oneof(amrs, fc.constant(best)),
  method: methods,
  age: fc.integer({ min: 0, max: 40_000 }),
  employer: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, organisations),
  pid: fc.oneof(
    { weight: 9, arbitrary: fc.constant(people[0]) },
    { weight: 2, arbitrary: fc.constant(people[1]) },
    fc.constantFrom('07918449936', '', '81530929949'),
  ),
  agreed: fc.oneof({ weight: 3, arbitrary: fc.constant(4 as const) }, levels),
})
type Answer = typeof answers extends fc.Arbitrary<infer Value> ? Value : never

const asked = fc
  .record({
    clientMinimumLevel: levels,
    scopeMinimumLevels: fc.array(levels, { maxLength: 2 }),
    acrValues: fc.constantFrom('', 'Level3', 'Level4', 'Level3 Level4', 'idp:bankid-oidc Level3').map(parseAcrValues),
    allowedProviders: fc.uniqueArray(fc.constantFrom<string>(...providerIds)),
    maxAgeSeconds: fc.constantFrom(0, 600, 20_000, 40_000),
    promptLogin: fc.boolean(),
    singleSignOn: fc.boolean(),
    clientOrganisation: organisations,
  })
  .map(buildDemand)

/** What a provider really said, kept beside the broker's own account of it. */
interface Evidence {
  readonly identity: Identity
  readonly level: number
}

const names = {
  2: ['Level2', '2', 'low'],
  3: ['Level3', '3', 'substantial'],
  4: ['Level4', '4', 'high'],
} as const
const scopes = [
  'openid',
  ...['pid', 'pid_pseudonym', 'security_level', 'assurance_level'].map((name) => `helseid://scopes/identity/${name}`),
]
const apiClaims = [claimNames.pid, claimNames.pidPseudonym, claimNames.securityLevel, claimNames.assuranceLevel]

/** The provider answers, and the real rules of the real adapter judge it for this demand. */
function judge(answer: Answer, demand: Demand, loginId: string) {
  const { providerId, pid, employer, method } = answer
  const provider = shipped.get(providerId)
  if (provider === undefined) throw new Error(`no adapter ${providerId}`)
  const issuer = issuerOf(answer.issuerOfProvider === 'own' ? providerId : answer.issuerOfProvider)
  const evidence = {
    issuer,
    acr: answer.acr === best ? bestOf[providerId] : answer.acr,
    amr: answer.amr === best ? amrOf[providerId] : answer.amr,
  }
  const authTime = now - answer.age
  const about = employer === undefined ? {} : { employer }
  const identity = verifiedIdentity({ providerId, pid, evidence, method, authTime, name: {}, ...about })
  const cap = lowestOf([provider.cap], answer.agreed)
  const judgement = judgeIdentity({
    identity,
    adapter: provider.adapter,
    cap,
    demand,
    allowedKinds,
    loginId,
    subjectOf: (value) => `subject of ${value}`,
    onBehalfOf: undefined,
    network: undefined,
  })
  return { judgement, identity, level: Math.min(worth(providerId, evidence), cap) }
}

function tokensOf(login: Login) {
  const client = { clientName: 'c', acting: { tenancy: 'single-tenant' as const, parent: '999977774' } }
  return [buildIdTokenClaims({ login, scopes }), buildAccessTokenClaims({ api: { claims: apiClaims }, client, login })]
}

function expectNoMoreThan({ identity, level }: Evidence, login: Login): void {
  const [acr, securityLevel, assuranceLevel] = names[level === 4 ? 4 : level === 3 ? 3 : 2]
  for (const token of tokensOf(login)) {
    expect(token).toMatchObject({
      acr,
      amr: [identity.method],
      auth_time: identity.authTime,
      idp: identity.providerId,
      [claimNames.securityLevel]: securityLevel,
      [claimNames.assuranceLevel]: assuranceLevel,
      [claimNames.pid]: identity.pid,
      [claimNames.pidPseudonym]: `subject of ${identity.pid}`,
    })
  }
}

describe('from the answer of a provider to the claims of a token', () => {
  it('no token claims more than its evidence: level, amr, auth_time, provider, person (adapters x asked x returned x reuse, 10,000 cases)', () => {
    const seen = { refused: 0, reused: 0, changed: 0, ...Object.fromEntries(providerIds.map((id) => [id, 0])) }
    fc.assert(
      fc.property(fc.array(fc.tuple(answers, asked), { minLength: 1, maxLength: 4 }), asked, (attempts, last) => {
        const evidenceOf = new Map<string, Evidence>()
        let session: readonly Login[] = []
        for (const [index, [answer, demand]] of attempts.entries()) {
          const { judgement, identity, level } = judge(answer, demand, String(index))
          const isForeign = answer.employer !== undefined && answer.employer !== demand.organisation
          if ('refused' in judgement) {
            seen.refused += 1
            const isPerson = people.some((pid) => pid === answer.pid)
            expect(level < demand.minimumLevel || !isPerson || isForeign, judgement.refused).toBe(true)
            continue
          }
          count(seen, answer.providerId)
          expect(isForeign).toBe(false)
          expect(level).toBeGreaterThanOrEqual(demand.minimumLevel)
          const { login } = judgement
          evidenceOf.set(login.id, { identity, level })
          expectNoMoreThan({ identity, level }, login)
          // Another person's login ends the session before (design section 6, rule 3).
          const isOther = session.some(({ subject }) => subject !== login.subject)
          if (isOther) seen.changed += 1
          session = keepLogin(isOther ? [] : session, login)
        }
        const choice = chooseLogin(session, last, now)
        if (!('login' in choice)) return
        seen.reused += 1
        const evidence = evidenceOf.get(choice.login.id)
        if (evidence === undefined) throw new Error('a login that nobody made')
        expect(evidence.level).toBeGreaterThanOrEqual(last.minimumLevel)
        expect(now - evidence.identity.authTime).toBeLessThanOrEqual(last.maxAgeSeconds ?? Infinity)
        expectNoMoreThan(evidence, choice.login)
      }),
      manyRuns,
    )
    // It saw every adapter let somebody in, and every kind of end.
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(200)
  })

  it('refuses with a reason that fits: nothing proved, MinID, too low, employer', () => {
    const idPorten = shipped.get('idporten-oidc')?.adapter
    if (idPorten === undefined) throw new Error('no adapter')
    const judge = (acr: unknown, method: 'minid' | 'bankid' | 'employer', pid = '07918449935') => {
      const evidence = { issuer: issuerOf('idporten-oidc'), acr, amr: [] }
      const identity = verifiedIdentity({ providerId: 'idporten-oidc', pid, evidence, method, authTime: now, name: {} })
      const demand = buildDemand({
        clientMinimumLevel: 4,
        scopeMinimumLevels: [],
        acrValues: parseAcrValues(''),
        allowedProviders: [],
        promptLogin: false,
        singleSignOn: true,
        clientOrganisation: '999977774',
      })
      const judgement = judgeIdentity({
        identity,
        adapter: idPorten,
        cap: 4,
        demand,
        allowedKinds,
        loginId: 'l',
        subjectOf: (value) => value,
        onBehalfOf: undefined,
        network: undefined,
      })
      return 'refused' in judgement ? judgement.refused : 'login'
    }
    expect(judge('idporten-loa-substantial', 'minid')).toBe('minid_refused')
    expect(judge('idporten-loa-substantial', 'bankid')).toBe('level_too_low')
    expect(judge('idporten-loa-substantial', 'employer')).toBe('employer_level_low')
    expect(judge(undefined, 'bankid')).toBe('level_unknown')
    expect(judge('idporten-loa-high', 'bankid', 'not a number')).toBe('pid_invalid')
    expect(judge('idporten-loa-high', 'bankid', personas.must_fail[0])).toBe('pid_invalid')
    expect(judge('idporten-loa-high', 'bankid')).toBe('login')
  })
})

function count(seen: Record<string, number>, what: string): void {
  seen[what] = (seen[what] ?? 0) + 1
}
