import { describeFound, type Problem } from '#config/problem.ts'
import { delegationId } from '../delegation.ts'
import type { ParsedFiles } from './check-references.ts'

/** Every id, and every scope, belongs to one file. */
export function checkDuplicates(files: ParsedFiles): readonly Problem[] {
  return [
    ...duplicatesOf(
      'organisation_number',
      files.organisations.map(({ file, entity }) => [file, entity?.organisationNumber]),
    ),
    ...duplicatesOf(
      'resource',
      files.apis.map(({ file, entity }) => [file, entity?.resource]),
    ),
    ...duplicatesOf(
      'client_id',
      files.clients.map(({ file, entity }) => [file, entity?.clientId]),
    ),
    ...duplicatesOf(
      'from',
      files.delegations.map(({ file, entity }) => [file, entity && delegationId(entity.from, entity.to)]),
    ),
    ...duplicatesOf(
      'scopes',
      files.apis.flatMap(({ file, entity }) =>
        [...new Set(entity?.scopes.map((scope) => scope.name))].map((name): [string, string] => [file, name]),
      ),
    ),
  ]
}

function duplicatesOf(
  path: string,
  ids: readonly (readonly [file: string, id: string | undefined])[],
): readonly Problem[] {
  const firstFile = new Map<string, string>()
  const problems: Problem[] = []
  for (const [file, id] of ids) {
    if (id === undefined) continue
    const first = firstFile.get(id)
    if (first === undefined) firstFile.set(id, file)
    else problems.push({ file, path, found: describeFound(id), allowed: `a value that ${first} has not taken` })
  }
  return problems
}
