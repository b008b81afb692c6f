import { describeFound, type Problem } from '#config/problem.ts'
import { brokerOrganisation, isReservedName, selfServiceResource } from '../built-in/names.ts'
import type { ParsedFiles } from './check-references.ts'

/**
 * Built-in entities (the operator's client, the admin API) are never in files: a file must not pass for one.
 * @param builtIn where the real ones stand.
 */
export function checkReserved(files: ParsedFiles, builtIn: readonly { readonly file: string }[]): readonly Problem[] {
  const own = new Set(builtIn.map(({ file }) => file))
  const apis = files.apis.map(({ file, entity }) => ({ file, path: 'resource', id: entity?.resource }))
  const clients = files.clients.map(({ file, entity }) => ({ file, path: 'client_id', id: entity?.clientId }))
  const named = [...apis, ...clients]
    .filter(({ id }) => id !== undefined && isReservedName(id))
    .map((entity) => ({
      ...entity,
      allowed: `a name that does not begin with "tillit-" or "tillit:", and not "${selfServiceResource}"`,
    }))
  const numbered = [
    ...files.organisations.map(
      ({ file, entity }) => [file, 'organisation_number', entity?.organisationNumber] as const,
    ),
    ...files.delegations.map(({ file, entity }) => [file, 'from', entity?.from] as const),
    ...files.delegations.map(({ file, entity }) => [file, 'to', entity?.to] as const),
  ]
    .filter(([, , id]) => id === brokerOrganisation)
    .map(([file, path, id]) => ({ file, path, id, allowed: 'another organisation than that of the broker itself' }))
  return [...named, ...numbered]
    .filter(({ file }) => !own.has(file))
    .map(({ file, path, id, allowed }) => ({ file, path, found: describeFound(id), allowed }))
}
