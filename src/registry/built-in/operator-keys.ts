import { z } from 'zod'
import type { Documents } from '../store/documents.ts'
import type { BuiltInJwk } from './entities.ts'
import { operatorClientId } from './names.ts'

const schema = z.object({ jwks: z.object({ keys: z.array(z.record(z.string(), z.unknown())) }) })
/** Keys that the operator's client keeps. The oldest goes when there are more. */
const mostKeys = 10

/** Public keys that are registered for the operator's client. */
export function operatorKeysOf(documents: Documents): readonly BuiltInJwk[] {
  const document = documents.get({ kind: 'client', id: operatorClientId })
  return document === undefined ? [] : schema.parse(JSON.parse(document.text)).jwks.keys
}

/** The same with one more, unless it is there. */
export function withOperatorKey(keys: readonly BuiltInJwk[], added: BuiltInJwk): readonly BuiltInJwk[] {
  return keys.some((key) => key['kid'] === added['kid']) ? keys : [...keys, added].slice(-mostKeys)
}
