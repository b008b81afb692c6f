import {
  checkApiReferences,
  checkClientReferences,
  checkDelegationReferences,
  checkOrganisationReferences,
} from '../checks/check-entity-references.ts'
import type { Known, Report } from '../checks/known.ts'
import type { EntityRef } from '../entity-kind.ts'
import { giveWay } from './give-way.ts'
import { jsonPointer } from './json-pointer.ts'
import type { Entity, ParsedChange } from './parse-change.ts'
import type { ChangeProblem } from './refusals.ts'

/** What the changed documents say of others must be so after the change. */
export async function checkChangedReferences(
  known: Known,
  changed: readonly { readonly parsed: ParsedChange }[],
): Promise<readonly ChangeProblem[]> {
  const problems: ChangeProblem[] = []
  for (const { parsed } of changed) {
    await giveWay()
    problems.push(...referenceProblems(parsed, parsed.value, parsed.text, known))
  }
  return problems
}

/** What one entity says of others that is not so. @param text its document, for the pointers. */
export function referenceProblems(
  { kind, id }: EntityRef,
  value: Entity,
  text: string,
  known: Known,
): readonly ChangeProblem[] {
  const problems: ChangeProblem[] = []
  let document: unknown
  const report: Report = (path, found, allowed) => {
    document ??= JSON.parse(text)
    problems.push({ kind, id, pointer: jsonPointer(path, document), found, allowed })
  }
  check(value, known, report)
  return problems
}

function check(value: Entity, known: Known, report: Report): void {
  if (value.kind === 'organisation') checkOrganisationReferences(value.entity, known, report)
  else if (value.kind === 'api') checkApiReferences(value.entity, known, report)
  else if (value.kind === 'client') checkClientReferences(value.entity, known, report)
  else checkDelegationReferences(value.entity, known, report)
}
