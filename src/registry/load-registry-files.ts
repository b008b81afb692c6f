import { checkDuplicates } from './checks/check-duplicates.ts'
import { checkReferences, type ParsedFiles } from './checks/check-references.ts'
import { checkReserved } from './checks/check-reserved.ts'
import {
  type ParseOptions,
  parseApiDocument,
  parseClientDocument,
  parseDelegationDocument,
  parseOrganisationDocument,
} from './parse-document.ts'
import { type RegistryDocument, readRegistryTree } from './read-registry-tree.ts'
import { Registry } from './registry.ts'
import { RegistryProblems } from './registry-problems.ts'

/** What the files are judged against. */
export interface LoadOptions extends ParseOptions {
  /** Ids of the configured providers, for `allowed_identity_providers`; undefined: not checked. */
  readonly identityProviderIds?: readonly string[]
  /** Entities that files may refer to and that are in no file: the broker's own. */
  readonly beside?: readonly RegistryDocument[]
}

/**
 * Reads the registry's folder.
 * @throws {RegistryProblems} with every problem of every file; nothing is half read.
 */
export function loadRegistryFiles(dir: string, options: LoadOptions): Registry {
  return checkRegistryFiles(readRegistryTree(dir), options)
}

/** The same of a folder that was read. @throws {RegistryProblems} */
export function checkRegistryFiles(tree: ReturnType<typeof readRegistryTree>, options: LoadOptions): Registry {
  const files = parseFiles(tree.documents, options)
  return buildOrThrow(files, [...tree.problems, ...problemsOf(files, options)])
}

/**
 * The same from texts: what `apply` sends and the admin API gets.
 * @throws {RegistryProblems} with every problem of every document.
 */
export function parseRegistryDocuments(documents: readonly RegistryDocument[], options: LoadOptions): Registry {
  const files = parseFiles(documents, options)
  return buildOrThrow(files, problemsOf(files, options))
}

function parseFiles(files: readonly RegistryDocument[], options: LoadOptions): ParsedFiles {
  const documents = [...(options.beside ?? []), ...files]
  const of = (kind: RegistryDocument['kind']) => documents.filter((document) => document.kind === kind)
  return {
    organisations: of('organisation').map((document) => parseOrganisationDocument(document, options)),
    apis: of('api').map((document) => parseApiDocument(document, options)),
    clients: of('client').map((document) => parseClientDocument(document, options)),
    delegations: of('delegation').map((document) => parseDelegationDocument(document, options)),
  }
}

function problemsOf(files: ParsedFiles, options: LoadOptions) {
  const own = [...files.organisations, ...files.apis, ...files.clients, ...files.delegations].flatMap(
    ({ problems }) => problems,
  )
  return [
    ...own,
    ...checkDuplicates(files),
    ...checkReserved(files, options.beside ?? []),
    ...checkReferences(files, options.identityProviderIds),
  ]
}

function buildOrThrow(files: ParsedFiles, problems: ReturnType<typeof problemsOf>): Registry {
  if (problems.length > 0) throw new RegistryProblems(problems)
  const entities = <T>(documents: readonly { readonly entity: T | undefined }[]) =>
    documents.flatMap(({ entity }) => (entity === undefined ? [] : [entity]))
  return new Registry({
    organisations: entities(files.organisations),
    apis: entities(files.apis),
    clients: entities(files.clients),
    delegations: entities(files.delegations),
  })
}
