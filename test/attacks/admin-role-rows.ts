import { type AdminFixture, type AdminRequest, ownApi, ownScope, type Role } from '../support/admin-fixture.ts'
import { makeClientKey } from '../support/self-service.ts'

/** Who is let through when token and scope are right. */
export type Rule =
  /** It shows each what is theirs, or is no secret. */
  | 'everybody'
  /** About something of the owners; to others it does not exist. */
  | 'its owner'
  /** The same for a change that names something of the owners: others are told that it is not theirs. */
  | 'its owner alone'
  | 'an operator'

/** As docs/admin-api.md says it. */
export const ruleWords: Readonly<Record<Rule, string>> = {
  everybody: 'everybody, of what is theirs',
  'its owner': 'its owner, an operator',
  'its owner alone': 'its owner, an operator',
  'an operator': 'an operator',
}

export interface RoleRow {
  readonly rule: Rule
  /** When it is let through; 200 if not given. */
  readonly status?: number
  /** Made anew for each caller, by an operator's hand where something must be there first. */
  readonly request: (fixture: AdminFixture) => Promise<Omit<AdminRequest, 'method'>>
}

/** What a caller with a right token and scope is answered. */
export function expectedStatus({ rule, status = 200 }: RoleRow, role: Role): number {
  const isOperator = role.startsWith('operator')
  const isOwner = role.startsWith('owner')
  switch (rule) {
    case 'everybody':
      return status
    case 'its owner':
      return isOperator || isOwner ? status : 404
    case 'its owner alone':
      return isOperator || isOwner ? status : 403
    case 'an operator':
      return isOperator ? status : 403
  }
}

const reason = { 'tillit-reason': 'rolle' }
const get = (rule: Rule, path: string): RoleRow => ({ rule, request: async () => ({ path }) })
const post = (rule: Rule, path: string, body: unknown): RoleRow => ({
  rule,
  request: async () => ({ path, body, headers: reason }),
})

/** The version that is there, sent back with one member that is new each time where an owner may change one. */
const put = (path: string, member?: string): RoleRow => ({
  rule: 'its owner',
  request: async ({ operator }) => {
    const { body, headers } = await operator.get(path)
    const changed = member === undefined ? {} : { [member]: `Navn ${headers.get('etag')?.replaceAll('"', '')}` }
    return { path, body: { ...body, ...changed }, headers: { ...reason, 'if-match': headers.get('etag') ?? '' } }
  },
})

const client = '/clients/epj-nordfjell'
const entities = { Organisation: '/organisations/999977774', Api: `/apis/${ownApi}`, Client: client }
const delegation = '/delegations/999977774-310000116'
const named = { client_id: 'epj-nordfjell', scope: ownScope }

/** The access that is decided on is put back to where it waits. */
async function waiting({ operator }: AdminFixture): Promise<void> {
  const { body, headers } = await operator.get(client)
  const access = Array.isArray(body['access']) ? body['access'] : []
  const others = access.filter(({ scope }) => scope !== ownScope)
  const document = { ...body, access: [...others, { scope: ownScope, status: 'requested' }] }
  const answer = await operator.put(client, document, { etag: headers.get('etag') ?? '' })
  if (answer.status !== 200) throw new Error(answer.text)
}

const decision = (rule: Rule, path: string, more: object): RoleRow => ({
  rule,
  request: async (fixture) => {
    await waiting(fixture)
    return { path, body: { ...named, decision: 'approve', ...more }, headers: reason }
  },
})

/** A row for each `operationId` of the OpenAPI document. */
export const roleRows: Readonly<Record<string, RoleRow>> = {
  ...Object.fromEntries(
    Object.entries({ ...entities, Delegation: delegation }).flatMap(([word, path]) => [
      [`list${word}s`, get('everybody', path.slice(0, path.indexOf('/', 1)))],
      [`get${word}`, get('its owner', path)],
      [`list${word}Revisions`, get('its owner', `${path}/revisions`)],
    ]),
  ),
  putOrganisation: put(entities.Organisation),
  putApi: put(entities.Api, 'name'),
  putClient: put(entities.Client, 'client_name'),
  putDelegation: put(delegation),
  getClientUsage: get('its owner', `${client}/usage`),
  listAccess: get('everybody', '/access'),
  requestAccess: {
    rule: 'its owner',
    request: async (fixture) => {
      await waiting(fixture)
      return { path: '/access/requests', body: named, headers: reason }
    },
  },
  // Only people have the scope; every machine is refused for the lack of it.
  decideAccess: decision('its owner', '/access/decisions', {}),
  decideAccessOnBehalf: decision('an operator', '/access/decisions-on-behalf', { on_behalf_of: '999977774' }),
  listRevisions: get('everybody', '/revisions'),
  getRevision: get('everybody', '/revisions/1'),
  getRevisionDifferences: get('everybody', '/revision-differences?from=0&to=1'),
  applyRevision: {
    rule: 'its owner alone',
    request: async ({ operator, revision }) => {
      const { body } = await operator.get(client)
      const document = { ...body, client_name: `EPJ ${revision()}` }
      const changes = [{ kind: 'client', id: 'epj-nordfjell', document }]
      return { path: '/revisions', body: { changes }, headers: reason }
    },
  },
  rollBackRevision: {
    rule: 'an operator',
    request: async ({ revision }) => ({ path: `/revisions/${revision()}/rollback`, body: {}, headers: reason }),
  },
  exportRegistry: get('everybody', '/export'),
  listCatalogue: get('everybody', '/catalogue'),
  whatIf: post('its owner', '/what-if', { client_id: 'epj-nordfjell', scopes: ['nhn:kjernejournal/api'] }),
  searchAudit: post('everybody', '/audit/search', { event: 'token.issued' }),
  exportAudit: post('everybody', '/audit/export', { event: 'token.issued' }),
  verifyAudit: post('an operator', '/audit/verification', {}),
  explainRequest: {
    rule: 'its owner',
    request: async ({ audit }) => {
      const record = audit(0).find(
        ({ event, organisation }) => event === 'token.issued' && organisation === '999977774',
      )
      return { path: `/explanations/${record?.correlation_id}` }
    },
  },
  listProviders: get('everybody', '/providers'),
  getStatus: get('everybody', '/status'),
  listAdministrators: get('an operator', '/administrators'),
  addAdministrator: {
    ...post('an operator', '/administrators', { pid: '71927949983', name: 'Olena', organisation: '999977774' }),
    status: 201,
  },
  removeAdministrator: {
    rule: 'an operator',
    status: 204,
    request: async ({ operator }) => {
      const person = { pid: '20848639843', name: 'Tomas', organisation: '999977774' }
      const { body } = await operator.post('/administrators', person)
      return { path: `/administrators/${body['id']}/organisations/999977774`, headers: reason }
    },
  },
  listKeys: get('an operator', '/keys'),
  rotateKey: post('an operator', '/keys/rotation', { alg: 'PS256', immediately: true }),
  listClientKeys: get('its owner', `${client}/keys`),
  addClientKey: {
    rule: 'its owner',
    status: 201,
    request: async () => {
      const { publicJwk } = await makeClientKey()
      return { path: `${client}/keys`, body: { jwk: publicJwk }, headers: reason }
    },
  },
  retireClientKey: {
    rule: 'its owner',
    status: 204,
    request: async ({ operator }) => {
      const { publicJwk } = await makeClientKey()
      await operator.post(`${client}/keys`, { jwk: publicJwk })
      return { path: `${client}/keys/${publicJwk.kid}`, headers: reason }
    },
  },
  listKeyWarnings: get('everybody', '/key-warnings'),
  listApiKeys: get('everybody', '/api-keys'),
  addApiKey: { ...post('its owner', '/api-keys', { organisation: '999977774', name: 'Journal' }), status: 201 },
  removeApiKey: {
    rule: 'its owner',
    status: 204,
    request: async ({ operator }) => {
      const { body } = await operator.post('/api-keys', { organisation: '999977774', name: 'Journal' })
      return { path: `/api-keys/${body['id']}`, headers: reason }
    },
  },
  confirmDraft: {
    rule: 'its owner',
    request: async ({ operator, revision }) => {
      const { body } = await operator.get(client)
      const id = `draft-${revision()}`
      await operator.put(`/clients/${id}`, { ...body, client_id: id, status: 'draft' })
      return { path: `/clients/${id}/confirmation`, body: {}, headers: reason }
    },
  },
}
