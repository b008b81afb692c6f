import { canonicalJson } from '#src/audit/canonical-json.ts'
import type { EntityRef } from '../entity-kind.ts'
import type { Change } from '../store/change.ts'
import type { Documents } from '../store/documents.ts'
import type { ChangeProblem } from '../store/refusals.ts'
import { brokerOrganisation, isReservedName, operatorClientId } from './names.ts'

/** Whether this is one of the broker's own entities, or only the broker may ever make it. */
export function isBuiltIn({ kind, id }: EntityRef): boolean {
  if (kind === 'organisation') return id === brokerOrganisation
  if (kind === 'delegation') return id.split('-').includes(brokerOrganisation)
  return isReservedName(id)
}

/** The broker's own entities are not changed from outside. The one thing that is: the keys of the operator's client. */
export function checkBuiltIn(documents: Documents, changes: readonly Change[]): readonly ChangeProblem[] {
  return changes
    .filter((change) => isBuiltIn(change) && !isKeyChange(documents, change))
    .map(({ kind, id }) => ({
      kind,
      id,
      pointer: '',
      found: 'a change of an entity of the broker itself',
      allowed: `no such change; of ${operatorClientId} the jwks`,
    }))
}

function isKeyChange(documents: Documents, { kind, id, document }: Change): boolean {
  const before = documents.get({ kind, id })
  if (kind !== 'client' || id !== operatorClientId || before === undefined) return false
  const withoutKeys = (value: unknown) => {
    const { jwks: _, $schema: __, ...others } = Object(value)
    return canonicalJson(others)
  }
  return withoutKeys(document) === withoutKeys(JSON.parse(before.text))
}
