import { generateKeyPairSync } from 'node:crypto'
import { type AdminFixture, ownApi } from '../support/admin-fixture.ts'

type Members = Readonly<Record<string, unknown>>

/** A way in which somebody might give themselves more than they have: one document, changed. */
export interface RaiseRow {
  readonly name: string
  readonly kind: 'client' | 'api' | 'organisation' | 'delegation'
  readonly id: string
  /** Undefined: taken away. Members that are undefined are taken out. */
  readonly tamper: (document: Members) => Members | undefined
  /** `new` with an id that is not there: the document of `from` is what is tampered with. */
  readonly from?: string
}

const client = 'epj-nordfjell'
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const rsaKey = { ...publicKey.export({ format: 'jwk' }), kid: 'rsa-1', use: 'sig', alg: 'RS256' }
const owner = '310000094'
const weak = {
  minimum_security_level: 3,
  minimum_security_level_reason: 'enklere',
  minimum_security_level_decided_by: 'oss selv',
  minimum_security_level_decided_at: '2026-01-01',
}

/** Entries of a document's list, the one with this scope replaced, or added. */
function withAccess(scope: string, members: Members): (document: Members) => Members {
  return (document) => {
    const access: readonly Members[] = Array.isArray(document['access']) ? document['access'] : []
    const old = access.find((entry) => entry['scope'] === scope)
    return { ...document, access: [...access.filter((entry) => entry !== old), { ...old, scope, ...members }] }
  }
}

const set = (members: Members) => (document: Members) => ({ ...document, ...members })
const scopesOf = (document: Members): readonly Members[] =>
  Array.isArray(document['scopes']) ? document['scopes'] : []
const changeOf = (name: string, tamper: RaiseRow['tamper'], id = client): RaiseRow => ({
  name,
  kind: 'client',
  id,
  tamper,
})

const access: readonly RaiseRow[] = [
  changeOf('approves its own request', withAccess('nhn:provesvar/api', { status: 'approved', approved_by: owner })),
  changeOf(
    'gives itself the admin API',
    withAccess('tillit:admin/operations', { status: 'approved', approved_by: '000000000' }),
  ),
  changeOf(
    'says who decided',
    withAccess('nhn:provesvar/api', { decided_by: 'eier', decided_at: '2026-01-01T00:00:00Z' }),
  ),
  changeOf('says why it was decided', withAccess('nhn:provesvar/api', { decision_reason: 'greit' })),
  changeOf('asks in another’s name', withAccess('nhn:provesvar/api', { requested_by: 'tillit-operator' })),
  changeOf(
    'makes what it has last longer',
    withAccess('nhn:kjernejournal/api', { valid_until: '2099-01-01T00:00:00Z' }),
  ),
  changeOf(
    'takes a revocation back',
    withAccess('nhn:kjernejournal/api', { status: 'approved', approved_by: owner }),
    'nordfjell-mistet',
  ),
  changeOf(
    'revokes as if the owner had',
    withAccess('nhn:kjernejournal/api', { status: 'revoked', decided_by: 'eier' }),
  ),
]

const clients: readonly RaiseRow[] = [
  changeOf('forgets a revocation', set({ access: [] }), 'nordfjell-mistet'),
  ...Object.entries({
    'lowers its level': weak,
    'changes its organisation': { organisation: '310000116', child_organisations: [] },
    'acts for many': { tenancy: 'multi-tenant' },
    'chooses its algorithms': { signing_algs: ['ES256'] },
    'takes an exception for RS256': { signing_algs: ['RS256'], jwks: { keys: [rsaKey] } },
    'takes userinfo without proof': { userinfo_bearer: true },
    'takes an exception for its assertions': { assertion_exceptions: ['string_dates'] },
    'goes on without HPR': { person_register_policy: 'continue_without_hpr' },
    'adds claims of an API': { api_claims: { 'nhn:kjernejournal': { 'nhn:kjernejournal/rolle': 'sjef' } } },
  }).map(([name, members]) => changeOf(name, set(members))),
  changeOf('is enabled again', set({ status: 'active' }), 'nordfjell-stengt'),
  changeOf('is taken away', () => undefined),
  changeOf('is somebody else’s', set({ client_name: 'Vår' }), 'skyjournal'),
  changeOf('is the operator', set({ client_name: 'Vår' }), 'tillit-operator'),
  changeOf('is the console', set({ redirect_uris: ['https://ond.example/callback'] }), 'tillit-console'),
]

const fresh: readonly RaiseRow[] = [
  ...Object.entries({
    'is made with a low level': weak,
    'is made for another organisation': { organisation: '310000116', child_organisations: [] },
    'is made with an exception': { userinfo_bearer: true },
    'is made with access': {
      access: [{ scope: 'nhn:kjernejournal/api', status: 'approved', approved_by: owner }],
    },
  }).map(
    ([name, members]): RaiseRow => ({
      ...changeOf(
        name,
        (document) => ({ ...document, access: [], ...members, client_id: 'nordfjell-ny' }),
        'nordfjell-ny',
      ),
      from: client,
    }),
  ),
  {
    name: 'makes an API',
    kind: 'api',
    id: 'nordfjell:mer',
    from: ownApi,
    tamper: (document) => ({
      ...document,
      resource: 'nordfjell:mer',
      scopes: scopesOf(document).map((scope) => ({ ...scope, name: 'nordfjell:mer/api' })),
    }),
  },
]

const others: readonly RaiseRow[] = [
  {
    name: 'lowers the level of its API',
    kind: 'api',
    id: ownApi,
    tamper: (document) => ({ ...document, scopes: scopesOf(document).map((scope) => ({ ...scope, ...weak })) }),
  },
  {
    name: 'is told more about people',
    kind: 'api',
    id: ownApi,
    tamper: (document) => ({
      ...document,
      access_token: { ...Object(document['access_token']), claims: ['helseid://claims/identity/pid', 'name'] },
    }),
  },
  { name: 'gives its API away', kind: 'api', id: ownApi, tamper: set({ owner: '310000116' }) },
  { name: 'takes an API', kind: 'api', id: 'nhn:provesvar', tamper: set({ owner: '999977774' }) },
  { name: 'opens the admin API', kind: 'api', id: 'tillit:admin', tamper: set({ owner: '999977774' }) },
  { name: 'changes its name', kind: 'organisation', id: '999977774', tamper: set({ name: 'Annet' }) },
  {
    name: 'signs for itself',
    kind: 'organisation',
    id: '999977774',
    tamper: (document) => ({ ...document, agreements: { ...Object(document['agreements']), risk_assessment: false } }),
  },
  { name: 'becomes the broker', kind: 'organisation', id: '000000000', tamper: set({ name: 'Oss' }) },
  {
    name: 'is delegated another’s',
    kind: 'delegation',
    id: '310000124-310000116',
    tamper: set({ valid_until: '2098-01-01T00:00:00Z' }),
  },
]

export const raiseRows: readonly RaiseRow[] = [...access, ...clients, ...fresh, ...others]

/** A client that an operator has closed, and one that has lost its access. */
export async function prepareRaise({ operator }: AdminFixture): Promise<void> {
  const { body } = await operator.get(`/clients/${client}`)
  const lost = [{ scope: 'nhn:kjernejournal/api', status: 'revoked', decided_by: 'eier' }]
  const changes = [
    ['nordfjell-stengt', { status: 'disabled' }],
    ['nordfjell-mistet', { access: lost, scope: 'openid' }],
  ] as const
  const made = await operator.post('/revisions', {
    changes: changes.map(([id, members]) => ({ kind: 'client', id, document: { ...body, client_id: id, ...members } })),
  })
  if (made.status !== 200) throw new Error(made.text)
}
