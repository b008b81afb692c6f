import type { Operation } from '#src/admin/operation.ts'
import { operations } from '#src/admin/operations.ts'

/** An operation as the OpenAPI document names it: `GET /clients/{id}`. */
export type OperationKey = `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`

const byKey = new Map<string, Operation>(
  operations.map((operation) => [`${operation.method} ${operation.path}`, operation]),
)

/** @throws {Error} when there is none: the console was written for another API. */
export function operationOf(key: OperationKey): Operation {
  const found = byKey.get(key)
  if (found === undefined) throw new Error(`the admin API has no operation ${key}`)
  return found
}
