import { basename } from 'node:path'
import { readJson } from '#config/json-text.ts'
import { fillPlaceholders, type Placeholders } from '#config/placeholders.ts'
import { describeFound, oneOf, type Problem, shortName } from '#config/problem.ts'
import type { Environment } from '#config/schema.ts'
import { problemsOfZod } from '#config/zod-problems.ts'
import type { Api } from './api.ts'
import type { Finding } from './checks/finding.ts'
import type { Client } from './client.ts'
import { type Delegation, delegationId } from './delegation.ts'
import { apiForm, clientForm, delegationForm, type EntityForm, organisationForm } from './entity-form.ts'
import { fileStemsOf } from './file-stems.ts'
import type { Organisation } from './organisation.ts'
import type { RegistryDocument } from './read-registry-tree.ts'

/** What one file is judged against. */
export interface ParseOptions {
  /** Values of `TILLIT_DEMO_URL` and `TILLIT_DEMO_API_URL`, where there are any. */
  readonly placeholders: Placeholders
  readonly environment: Environment
}

/** A file's entity, if the file has the right form, and all that is wrong with it. */
export interface ParsedDocument<Entity> {
  readonly file: string
  readonly entity: Entity | undefined
  /** Ids that the file claims or is named for, also when it is broken: others that refer to it are not wrong. */
  readonly claimedIds: readonly string[]
  readonly problems: readonly Problem[]
}

/** One `clients/organisations/*.json`. */
export function parseOrganisationDocument(
  document: RegistryDocument,
  options: ParseOptions,
): ParsedDocument<Organisation> {
  return parseDocument(document, options, organisationForm)
}

/** One `clients/apis/*.json`. */
export function parseApiDocument(document: RegistryDocument, options: ParseOptions): ParsedDocument<Api> {
  return parseDocument(document, options, apiForm)
}

/** One `clients/*.json`. */
export function parseClientDocument(document: RegistryDocument, options: ParseOptions): ParsedDocument<Client> {
  return parseDocument(document, options, clientForm)
}

/** One `clients/delegations/*.json`. */
export function parseDelegationDocument(document: RegistryDocument, options: ParseOptions): ParsedDocument<Delegation> {
  return parseDocument(document, options, delegationForm, (value) =>
    delegationId(String(memberOf(value, 'from')), String(memberOf(value, 'to'))),
  )
}

/** @param idIn the id in a value that may be broken, when it is more than one member. */
function parseDocument<Wire, Entity>(
  document: RegistryDocument,
  options: ParseOptions,
  form: EntityForm<Wire, Entity>,
  idIn?: (value: unknown) => string,
): ParsedDocument<Entity> {
  const { file } = document
  const stem = basename(file, '.json')
  const read = readJson(document.text)
  if (!read.ok) {
    return broken(file, [stem], [{ file, path: '', found: read.found, allowed: 'one JSON object' }])
  }
  const filled = fillPlaceholders(file, read.value, options.placeholders)
  const id = idIn?.(filled.value) ?? memberOf(filled.value, form.idMember)
  const claimedIds = typeof id === 'string' ? [stem, id] : [stem]
  const parsed = form.schema.safeParse(filled.value)
  if (!parsed.success) {
    return broken(file, claimedIds, [...filled.problems, ...problemsOfZod(file, parsed.error, filled.value)])
  }
  const stems = typeof id === 'string' ? fileStemsOf(document.kind, id) : []
  const unfilled = new Set(filled.problems.map(({ path }) => path))
  const own = form.check(parsed.data, options.environment)
  const findings = [...own, ...checkFileName(form.idMember, id, stem, stems)].filter(
    // What is wrong with a text whose placeholder has no value is only that.
    ({ path }) => !unfilled.has(path),
  )
  const problems = [...filled.problems, ...findings.map((finding) => ({ file, ...finding }))]
  return { file, entity: form.build(parsed.data), claimedIds, problems }
}

function broken(file: string, claimedIds: readonly string[], problems: readonly Problem[]) {
  return { file, entity: undefined, claimedIds, problems }
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

function checkFileName(idMember: string, id: unknown, stem: string, stems: readonly string[]): readonly Finding[] {
  if (stems.includes(stem)) return []
  const names = stems.map((name) => `${shortName(name)}.json`)
  const allowed = `what the file is named for; for this value the name is ${oneOf(names)}`
  return [{ path: idMember, found: describeFound(id), allowed }]
}
