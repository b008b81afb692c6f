import type { AdminParts } from '#src/admin/admin-parts.ts'
import type { CallHeaders, Operation, OperationAnswer } from '#src/admin/operation.ts'
import { operations } from '#src/admin/operations.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { errorNumber } from '#src/http/error-uri.ts'
import { ProblemError } from '#src/http/problem-error.ts'
import { runWithCorrelationId } from '#src/operations/correlation.ts'
import { randomCorrelationId } from '#src/operations/random.ts'
import { brokerOrganisation, operatorClientId } from '#src/registry/built-in/names.ts'
import type { AdminApi, AdminRequest, Right } from '../api/admin-api.ts'
import { AdminRefused } from '../api/admin-refused.ts'
import { operatingSystem } from '../api/operating-system.ts'
import type { CommandFailed } from '../command-failed.ts'

/** What may be done, and how it is refused where it may not. */
interface Permission {
  readonly rights: readonly Right[]
  readonly mayChange: boolean
  readonly refusal: CommandFailed
}

/** The operations of the admin API as the command calls them, by the same names and with the same answers as over HTTP. */
export function operationsApi(parts: AdminParts, permission: Permission): AdminApi {
  const call = (request: AdminRequest) => {
    if (changes(request) && !permission.mayChange) throw permission.refusal
    return perform(request, parts, permission.rights)
  }
  return {
    call: async (request) => {
      const { status = 200, body, etag } = await call(request)
      // As it would come over the network.
      const wire: unknown = body === undefined ? undefined : JSON.parse(JSON.stringify(body))
      return { status, body: wire, ...(etag === undefined ? {} : { etag }) }
    },
    stream: async (request) => (await call(request)).lines ?? nothing(),
  }
}

/** Every change says why; what only asks does not. */
function changes({ reason, query }: AdminRequest): boolean {
  return reason !== undefined && query?.['dry_run'] !== 'true'
}

async function perform(
  request: AdminRequest,
  parts: AdminParts,
  rights: readonly Right[],
): Promise<OperationAnswer<unknown>> {
  const { operation, params } = findOperation(request)
  const { user: osUser, host: osHost } = operatingSystem()
  const call = {
    actor: {
      author: { kind: 'operator', id: operatorClientId, osUser, osHost } as const,
      scopes: new Set(rights.map((right) => `tillit:admin/${right}`)),
      organisations: new Set([brokerOrganisation]),
    },
    params,
    query: Object.fromEntries(
      Object.entries(request.query ?? {}).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    headers: headersOf(request),
    ...(request.body === undefined ? {} : { body: JSON.parse(JSON.stringify(request.body)) }),
  }
  const correlationId = randomCorrelationId()
  try {
    return await runWithCorrelationId(correlationId, () => operation.call(call, parts))
  } catch (error) {
    throw error instanceof BrokerError ? asRefused(error, correlationId) : error
  }
}

function headersOf({ ifMatch, isNew, reason }: AdminRequest): CallHeaders {
  return {
    ...(ifMatch === undefined ? {} : { ifMatch }),
    ...(isNew === true ? { ifNoneMatch: '*' } : {}),
    ...(reason === undefined ? {} : { reason }),
  }
}

function findOperation({ method, path }: AdminRequest): {
  readonly operation: Operation
  readonly params: Record<string, string>
} {
  for (const operation of operations) {
    if (operation.method !== method) continue
    const names = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
    const values = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '([^/]+)')}$`).exec(path)?.slice(1)
    if (values === undefined) continue
    return {
      operation,
      params: Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')])),
    }
  }
  throw new AdminRefused({ status: 404, number: 'TLT-310', detail: 'this version has no such operation', errors: [] })
}

function asRefused(error: BrokerError, correlationId: string): AdminRefused {
  return new AdminRefused({
    status: error.entry.status,
    detail: error.publicDescription,
    number: errorNumber(error.reason),
    correlation_id: correlationId,
    errors: error instanceof ProblemError ? error.errors.map((place) => ({ ...place })) : [],
  })
}

async function* nothing(): AsyncGenerator<string> {}
