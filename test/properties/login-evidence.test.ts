import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type AdapterParts, type IdpAdapter, type LevelEvidence, verifiedIdentity } from '#idp-adapters/contract.ts'
import { adapterKinds } from '#idp-adapters/kinds.ts'
import personas from '#idp-adapters/simulators/personas.json' with { type: 'json' }
import { parseAcrValues } from '#src/assurance/acr-values.ts'
import { chooseLogin } from '#src/assurance/choose-login.ts'
import { buildDemand } from '#src/assurance/demand.ts'
import { keepLogin } from '#src/assurance/keep-login.ts'
import type { Login } from '#src/assurance/login.ts'
import { buildAccessTokenClaims } from '#src/claims/access-token-claims.ts'
import { claimNames } from '#src/claims/claim-names.ts'
import { buildIdTokenClaims } from '#src/claims/id-token-claims.ts'
import { judgeIdentity } from '#src/login/judge-identity.ts'
import { loadDevelopmentClientKey } from '../support/simulators.ts'
import { levels, manyRuns, methods, now, organisations } from './login-arbitraries.ts'

const providerIds = [
  'idporten-oidc',
  'bankid-oidc',
  'bankid-mobil',
  'buypass-oidc',
  'commfides-oidc',
  'helse-midt-oidc',
  'helseplattformen-oidc',
] as const
const allowedKinds = ['synthetic-plus-80'] as const
const issuerOf = (id: string) => `https://idp.example/${id}`

const clientKey = await loadDevelopmentClientKey()
const region = { employer: '310000086', pid_claim: 'pid' } as const

/** The real adapters as production would have them, except that nothing is fetched. */
const parts = (providerId: string): AdapterParts => ({
  providerId,
  environment: 'test',
  now: () => now,
  fetch: () => Promise.reject(new Error('this property asks nobody')),
  clientKey,
})
const kindOf = {
  'idporten-oidc': 'id-porten',
  'bankid-oidc': 'bankid',
  'bankid-mobil': 'bankid-mobil',
  'buypass-oidc': 'buypass',
  'commfides-oidc': 'commfides',
  'helse-midt-oidc': 'hospital-adfs',
  'helseplattformen-oidc': 'hospital-entra',
} as const
/** What those without default need. */
const settingsOf: Readonly<Record<string, object>> = {
  'buypass-oidc': { acr_values: ['urn:buypass:high'], pid_claim: 'ssn' },
  'commfides-oidc': { acr_values: ['urn:commfides:high'], pid_claim: 'ssn' },
  'helse-midt-oidc': { ...region, resource: 'r', level_claim: 'l', level_map: { hoyt: 4, betydelig: 3 } },
  'helseplattformen-oidc': {
    ...region,
    tenant_id: '7a0c4e52-9d3b-4f7e-8c61-2b5d9e0f1a34',
    level_map: { c1: 4, c2: 3 },
  },
}
const adapters: ReadonlyMap<string, IdpAdapter> = new Map(
  providerIds.map((id) => {
    const kind = adapterKinds.find((candidate) => candidate.kind === kindOf[id])
    if (kind === undefined) throw new Error(`no adapter ${id}`)
    return [id, kind.create({ issuer: issuerOf(id), client_id: 'tillit', ...settingsOf[id] }, parts(id))]
  }),
)

const x509 = 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/x509'
const multipleauthn = 'http://schemas.microsoft.com/claims/multipleauthn'

/** What each provider's answer is worth, written apart from the adapters: exact issuer, exact acr, lowered by amr. */
function worth(providerId: string, { issuer, acr, amr }: LevelEvidence): number {
  if (issuer !== issuerOf(providerId) || typeof acr !== 'string') return 0
  if (providerId === 'bankid-oidc') {
    const isBiometric = amr.some((value) => /^bis(-|$)/i.test(value))
    if (acr === 'urn:bankid:bid;LOA=4') return isBiometric ? 3 : 4
    return acr === 'urn:bankid:bis;LOA=3' || acr === 'urn:bankid:bis' ? 3 : 0
  }
  if (providerId === 'buypass-oidc') return acr === 'urn:buypass:high' ? worthOfBuypass(amr) : 0
  if (providerId === 'commfides-oidc') {
    const isStick = amr.length === 0 || (amr.includes('sc') && amr.includes('pin'))
    return acr === 'urn:commfides:high' ? (isStick ? 4 : 2) : 0
  }
  if (providerId === 'bankid-mobil') return acr === 'urn:bankid:bim;LOA=4' && amr.includes('bim') ? 4 : 0
  if (providerId === 'helse-midt-oidc') {
    const agreed = acr === 'hoyt' ? 4 : acr === 'betydelig' ? 3 : 0
    return amr.length === 0 ? 0 : Math.min(agreed, amr.includes(x509) ? 4 : amr.includes(multipleauthn) ? 3 : 2)
  }
  if (providerId === 'helseplattformen-oidc') {
    const agreed = acr === 'c1' ? 4 : acr === 'c2' ? 3 : 0
    return Math.min(agreed, amr.length === 0 ? 4 : amr.includes('mfa') ? 3 : 2)
  }
  if (amr.includes('Selfregistered-email')) return 0
  const isMinId = amr.some((value) => value.startsWith('Minid-'))
  return acr === 'idporten-loa-high' ? (isMinId ? 3 : 4) : acr === 'idporten-loa-substantial' ? 3 : 0
}

/** A key of its own behind a PIN, or a code and a secret; not somebody else's login. */
function worthOfBuypass(amr: readonly string[]): number {
  const has = (value: string) => amr.includes(value)
  const isStrong = has('sc') || has('hwk') || (has('otp') && (has('pwd') || has('pin')))
  return amr.length === 0 || (isStrong && !has('fed')) ? 4 : 2
}

/** Stands for the best value of the provider that answers: most logins are ordinary. */
const best = Symbol('best')
const bestOf = {
  'idporten-oidc': 'idporten-loa-high',
  'bankid-oidc': 'urn:bankid:bid;LOA=4',
  'buypass-oidc': 'urn:buypass:high',
  'commfides-oidc': 'urn:commfides:high',
  'bankid-mobil': 'urn:bankid:bim;LOA=4',
  'helse-midt-oidc': 'hoyt',
  'helseplattformen-oidc': 'c1',
} as const
const acrs = fc.oneof(
  { weight: 8, arbitrary: fc.constant<unknown>(best) },
  fc.constantFrom<unknown>(
    'urn:bankid:bis;LOA=3',
    'urn:bankid:bis',
    'idporten-loa-substantial',
    'idporten-loa-low',
    'betydelig',
    'c2',
    'Level4',
  ),
  fc.constantFrom<unknown>(undefined, null, '', 4, ['idporten-loa-high'], 'IDPORTEN-LOA-HIGH', 'urn:bankid:bid', {
    a: 1,
  }),
)
const amrs = fc.subarray(
  [
    ...['sc', 'pin', 'otp', 'pwd', 'hwk', 'fed', 'mfa', 'wia', x509, multipleauthn],
    ...[
      'BankID',
      'bid',
      'bis',
      'BIS-app',
      'bim',
      'Minid-PIN',
      'Minid-OTC',
      'Buypass',
      'Selfregistered-email',
      'TestID',
    ],
  ],
  { maxLength: 3 },
)
const answers = fc.record({
  providerId: fc.constantFrom(...providerIds),
  issuerOfProvider: fc.oneof(
    { weight: 9, arbitrary: fc.constant('own') },
    fc.constantFrom('bankid-oidc', 'idporten-oidc', 'evil'),
  ),
  acr: acrs,
  amr: amrs,
  method: methods,
  age: fc.integer({ min: 0, max: 40_000 }),
  employer: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, organisations),
  pid: fc.oneof(
    { weight: 9, arbitrary: fc.constant('07918449935') },
    fc.constantFrom('07918449936', '', '81530929949'),
  ),
  cap: fc.oneof({ weight: 3, arbitrary: fc.constant(4 as const) }, levels),
})
const asked = fc
  .record({
    clientMinimumLevel: levels,
    scopeMinimumLevels: fc.array(levels, { maxLength: 2 }),
    acrValues: fc.constantFrom('', 'Level3', 'Level4', 'Level3 Level4', 'idp:bankid-oidc Level3').map(parseAcrValues),
    allowedProviders: fc.uniqueArray(fc.constantFrom<string>(...providerIds)),
    promptLogin: fc.boolean(),
    singleSignOn: fc.boolean(),
    clientOrganisation: organisations,
  })
  .map(buildDemand)

describe('from the answer of a provider to the claims of a token', () => {
  it('no token ever claims more than the evidence of the login behind it', () => {
    const seen = { judged: 0, refused: 0, reused: 0 }
    fc.assert(
      fc.property(fc.array(fc.tuple(answers, asked), { minLength: 1, maxLength: 4 }), asked, (attempts, last) => {
        const evidenceOf = new Map<string, number>()
        let session: readonly Login[] = []
        for (const [index, [answer, demand]] of attempts.entries()) {
          const adapter = adapters.get(answer.providerId)
          if (adapter === undefined) throw new Error('no adapter')
          const issuer = issuerOf(answer.issuerOfProvider === 'own' ? answer.providerId : answer.issuerOfProvider)
          const acr = answer.acr === best ? bestOf[answer.providerId] : answer.acr
          const evidence = { issuer, acr, amr: answer.amr }
          const { providerId, method, pid, employer, cap } = answer
          const identity = verifiedIdentity({
            providerId,
            pid,
            evidence,
            method,
            authTime: now - answer.age,
            name: {},
            ...(employer === undefined ? {} : { employer }),
          })
          const judgement = judgeIdentity({
            identity,
            adapter,
            cap,
            demand,
            allowedKinds,
            loginId: String(index),
            subjectOf: (value) => `s${value}`,
            onBehalfOf: undefined,
            network: undefined,
          })
          const proven = Math.min(worth(providerId, evidence), cap)
          if ('refused' in judgement) {
            seen.refused += 1
            const isForeign = employer !== undefined && employer !== demand.organisation
            expect(proven < demand.minimumLevel || pid !== '07918449935' || isForeign, judgement.refused).toBe(true)
            continue
          }
          seen.judged += 1
          if (employer !== undefined) expect(employer).toBe(demand.organisation)
          expect(judgement.login.level).toBe(proven)
          expect(proven).toBeGreaterThanOrEqual(demand.minimumLevel)
          evidenceOf.set(judgement.login.id, proven)
          session = keepLogin(session, judgement.login)
        }
        const choice = chooseLogin(session, last, now)
        if (!('login' in choice)) return
        seen.reused += 1
        const proven = evidenceOf.get(choice.login.id) ?? 0
        expect(proven).toBeGreaterThanOrEqual(last.minimumLevel)
        const level = String(proven)
        const idToken = buildIdTokenClaims({ login: choice.login, scopes: ['openid', 'helseid://scopes/identity/all'] })
        const client = {
          clientName: 'c',
          acting: { tenancy: 'single-tenant' as const, parent: '999977774' },
        }
        const accessToken = buildAccessTokenClaims({
          api: { claims: [claimNames.securityLevel] },
          client,
          login: choice.login,
        })
        for (const token of [idToken, accessToken]) {
          expect([token['acr'], token[claimNames.securityLevel]]).toEqual([`Level${level}`, level])
        }
      }),
      manyRuns,
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(500)
  })

  it('refuses with a reason that fits: nothing proved, MinID, too low, employer', () => {
    const idPorten = adapters.get('idporten-oidc')
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
