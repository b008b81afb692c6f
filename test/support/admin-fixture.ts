import { type AdminClient, operatorClient } from './admin-client.ts'
import { machineOf, machineScopes, personOf, withAdminAccess } from './admin-people.ts'
import { inDatabase, readAudit } from './audit.ts'
import { startTestBroker, type TestBroker } from './broker.ts'
import { type Answer, read } from './test-client.ts'

/** Everybody who may turn up at the admin API. The owners are of 999977774, the stranger of 310000116. */
export const roles = [
  'no token',
  'no scope',
  'stranger machine',
  'owner machine',
  'owner person',
  'operator machine',
  'operator person',
] as const
export type Role = (typeof roles)[number]

/** An API of the owners, with access of a client of theirs waiting for them. */
export const ownApi = 'nordfjell:timer'
export const ownScope = `${ownApi}/api`

/** A broker with a caller for each role. */
export interface AdminFixture {
  readonly broker: TestBroker
  /** For what a test must know or prepare. */
  readonly operator: AdminClient
  /** @param scope that the caller without the right scope lacks. */
  call(role: Role, scope: string, request: AdminRequest): Promise<Answer>
  revision(): number
  /** Records after this one. */
  audit(after: number): ReturnType<typeof readAudit>
}

export interface AdminRequest {
  readonly method: string
  /** Below `/admin/api/v1`. */
  readonly path: string
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export async function startAdminFixture(): Promise<AdminFixture> {
  const broker = await startTestBroker(withAdminAccess('integrasjon-nordfjell', 'skyjournal'))
  const operator = await operatorClient(broker)
  await makeOwnApi(operator)
  const callers = new Map<Role, AdminClient>([
    ['stranger machine', await machineOf(broker, 'skyjournal')],
    ['owner machine', await machineOf(broker, 'integrasjon-nordfjell')],
    ['owner person', await personOf(broker, 'P02')],
    ['operator machine', operator],
    ['operator person', await personOf(broker, 'P01')],
  ])
  // Whichever scope an operation needs, one of these lacks it and may do everything else.
  const lacking = new Map<string, AdminClient>()
  for (const scope of machineScopes) {
    const others = machineScopes.filter((other) => other !== scope)
    lacking.set(scope, await operatorClient(broker, others))
  }
  return {
    broker,
    operator,
    call: async (role, scope, { method, path, ...rest }) => {
      if (role === 'no token') return callAnonymously(broker, { method, path, ...rest })
      const caller = role === 'no scope' ? (lacking.get(scope) ?? operator) : callers.get(role)
      if (caller === undefined) throw new Error(`nobody is ${role}`)
      return caller.call(method, path, rest)
    },
    revision: () =>
      inDatabase(broker.dataDir, (database) =>
        Number(database.prepare('SELECT revision FROM registry_head').get()?.['revision']),
      ),
    audit: (after) => readAudit(broker.dataDir, after),
  }
}

async function callAnonymously(
  broker: TestBroker,
  { method, path, body, headers = {} }: AdminRequest,
): Promise<Answer> {
  const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' }
  return read(
    await fetch(`${broker.issuer}/admin/api/v1${path}`, {
      method,
      headers: { ...json, ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
}

async function makeOwnApi(operator: AdminClient): Promise<void> {
  const { body } = await operator.get('/apis/nhn:provesvar')
  const [scope] = Array.isArray(body['scopes']) ? body['scopes'] : []
  const api = { ...body, resource: ownApi, name: 'Timer', owner: '999977774', scopes: [{ ...scope, name: ownScope }] }
  const made = await operator.put(`/apis/${ownApi}`, api)
  if (made.status !== 201) throw new Error(made.text)
}
