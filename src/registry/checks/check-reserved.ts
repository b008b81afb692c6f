import { describeFound, type Problem } from '#config/problem.ts'
import type { ParsedFiles } from './check-references.ts'

/** Built-in entities (the operator's client, the admin API) are never in files: a file must not pass for one. */
export function checkReserved(files: ParsedFiles): readonly Problem[] {
  const apis = files.apis.map(({ file, entity }) => ({ file, path: 'resource', id: entity?.resource }))
  const clients = files.clients.map(({ file, entity }) => ({ file, path: 'client_id', id: entity?.clientId }))
  return [...apis, ...clients]
    .filter(({ id }) => id !== undefined && /^tillit[:-]/i.test(id))
    .map(({ file, path, id }) => ({
      file,
      path,
      found: describeFound(id),
      allowed: 'a name that does not begin with "tillit-" or "tillit:"',
    }))
}
