import fc from 'fast-check'
import development from '#config/development.json' with { type: 'json' }
import type { AdapterParts, IdpAdapter, LevelEvidence, SecurityLevel } from '#idp-adapters/contract.ts'
import { adapterKinds } from '#idp-adapters/kinds.ts'
import { loadDevelopmentClientKey } from '../support/simulators.ts'
import { now } from './login-arbitraries.ts'

export const providerIds = [
  'idporten-oidc',
  'bankid-oidc',
  'bankid-mobil',
  'buypass-oidc',
  'commfides-oidc',
  'helse-midt-oidc',
  'helseplattformen-oidc',
] as const
export const issuerOf = (id: string) => `https://idp.example/${id}`

/** The real adapters with the settings that `npm start` gives them, except that nothing is fetched. */
const parts = async (providerId: string, keyFile: string): Promise<AdapterParts> => ({
  providerId,
  environment: 'test',
  now: () => now,
  fetch: () => Promise.reject(new Error('this property asks nobody')),
  clientKey: await loadDevelopmentClientKey(/([^/]+)\.jwk\.json$/.exec(keyFile)?.[1]),
})

export interface ShippedProvider {
  readonly adapter: IdpAdapter
  /** Agreed with the provider. */
  readonly cap: SecurityLevel
}

export const shipped: ReadonlyMap<string, ShippedProvider> = new Map(
  await Promise.all(
    development.identity_providers.map(
      async ({ id, kind: name, settings, client_key_file, level_cap: cap = 4 }): Promise<[string, ShippedProvider]> => {
        const kind = adapterKinds.find((candidate) => candidate.kind === name)
        if (kind === undefined || (cap !== 3 && cap !== 4)) throw new Error(`no adapter ${id}`)
        const adapter = kind.create({ ...settings, issuer: issuerOf(id) }, await parts(id, client_key_file))
        return [id, { adapter, cap }]
      },
    ),
  ),
)

const x509 = 'http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/x509'
const multipleauthn = 'http://schemas.microsoft.com/claims/multipleauthn'

/** What each provider's answer is worth, written apart from the adapters: exact issuer, exact acr, lowered by amr. */
export function worth(providerId: string, { issuer, acr, amr }: LevelEvidence): number {
  if (issuer !== issuerOf(providerId) || typeof acr !== 'string') return 0
  if (providerId === 'bankid-oidc') {
    const isBiometric = amr.some((value) => /^bis(-|$)/i.test(value))
    if (acr === 'urn:bankid:bid;LOA=4') return isBiometric ? 3 : 4
    return acr === 'urn:bankid:bis;LOA=3' || acr === 'urn:bankid:bis' ? 3 : 0
  }
  if (providerId === 'buypass-oidc') return acr === 'urn:buypass:loa:high' ? worthOfBuypass(amr) : 0
  if (providerId === 'commfides-oidc') {
    const isStick = amr.length === 0 || (amr.includes('sc') && amr.includes('pin'))
    return acr === 'urn:commfides:loa:high' ? (isStick ? 4 : 2) : 0
  }
  if (providerId === 'bankid-mobil') return acr === 'urn:bankid:bim;LOA=4' && amr.includes('bim') ? 4 : 0
  if (providerId === 'helse-midt-oidc') {
    const agreed = acr === 'hoyt' ? 4 : acr === 'betydelig' ? 3 : acr === 'lavt' ? 2 : 0
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
export const best: unique symbol = Symbol('best')
export const bestOf = {
  'idporten-oidc': 'idporten-loa-high',
  'bankid-oidc': 'urn:bankid:bid;LOA=4',
  'buypass-oidc': 'urn:buypass:loa:high',
  'commfides-oidc': 'urn:commfides:loa:high',
  'bankid-mobil': 'urn:bankid:bim;LOA=4',
  'helse-midt-oidc': 'hoyt',
  'helseplattformen-oidc': 'c1',
} as const
/** What a good login of each says of its method. */
export const amrOf: Readonly<Record<(typeof providerIds)[number], readonly string[]>> = {
  'idporten-oidc': ['BankID'],
  'bankid-oidc': ['bid', 'bid-pwd'],
  'buypass-oidc': ['sc', 'pin'],
  'commfides-oidc': ['sc', 'pin'],
  'bankid-mobil': ['bim'],
  'helse-midt-oidc': [x509],
  'helseplattformen-oidc': [],
}
export const acrs = fc.oneof(
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
export const amrs = fc.subarray(
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
