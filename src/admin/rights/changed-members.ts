import { canonicalJson } from '#src/audit/canonical-json.ts'
import { entitySchemas } from '#src/registry/entity-form.ts'
import type { PlannedChange } from '#src/registry/store/change.ts'

/**
 * Members that a change sets to something else than they were. Of something new, those that are not what the schema
 * would fill in anyway.
 */
export function changedMembers({ kind, action, after, members }: PlannedChange): readonly string[] {
  if (action !== 'create' || after === undefined) return members
  const document: object = JSON.parse(after)
  return Object.keys(document).filter((member) => !isDefault(kind, document, member))
}

function isDefault(kind: PlannedChange['kind'], document: object, member: string): boolean {
  const { [member]: value, ...others } = Object.fromEntries(Object.entries(document))
  const filled = entitySchemas[kind].safeParse(others)
  return filled.success && canonicalJson(Reflect.get(filled.data, member) ?? null) === canonicalJson(value ?? null)
}
