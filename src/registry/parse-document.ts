import { basename } from 'node:path'
import type { z } from 'zod'
import { readJson } from '#config/json-text.ts'
import { fillPlaceholders, type Placeholders } from '#config/placeholders.ts'
import { describeFound, oneOf, type Problem, shortName } from '#config/problem.ts'
import type { Environment } from '#config/schema.ts'
import { problemsOfZod } from '#config/zod-problems.ts'
import type { Api } from './api.ts'
import { apiSchema } from './api-schema.ts'
import { buildApi, buildClient, buildDelegation, buildOrganisation } from './build-entities.ts'
import { checkApi } from './checks/check-api.ts'
import { checkClient } from './checks/check-client.ts'
import { checkDelegation } from './checks/check-delegation.ts'
import { checkOrganisation } from './checks/check-organisation.ts'
import type { Finding } from './checks/finding.ts'
import type { Client } from './client.ts'
import { clientSchema } from './client-schema.ts'
import { type Delegation, delegationId } from './delegation.ts'
import { delegationSchema } from './delegation-schema.ts'
import type { Organisation } from './organisation.ts'
import { organisationSchema } from './organisation-schema.ts'
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
  return parseDocument(document, options, {
    idMember: 'organisation_number',
    fileStems: (id) => [id],
    schema: organisationSchema,
    check: checkOrganisation,
    build: buildOrganisation,
  })
}

/** One `clients/apis/*.json`. */
export function parseApiDocument(document: RegistryDocument, options: ParseOptions): ParsedDocument<Api> {
  return parseDocument(document, options, {
    idMember: 'resource',
    // A colon can't stand in every file name; the long form is for two owners with an API of the same name.
    fileStems: (id) => [id.slice(id.indexOf(':') + 1), id.replace(':', '-')],
    schema: apiSchema,
    check: (wire) => checkApi(wire, options.environment),
    build: buildApi,
  })
}

/** One `clients/*.json`. */
export function parseClientDocument(document: RegistryDocument, options: ParseOptions): ParsedDocument<Client> {
  return parseDocument(document, options, {
    idMember: 'client_id',
    fileStems: (id) => [id],
    schema: clientSchema,
    check: (wire) => checkClient(wire, options.environment),
    build: buildClient,
  })
}

/** One `clients/delegations/*.json`. */
export function parseDelegationDocument(document: RegistryDocument, options: ParseOptions): ParsedDocument<Delegation> {
  return parseDocument(document, options, {
    idMember: 'from',
    idOf: (value) => delegationId(String(memberOf(value, 'from')), String(memberOf(value, 'to'))),
    fileStems: (id) => [id],
    schema: delegationSchema,
    check: checkDelegation,
    build: buildDelegation,
  })
}

interface Form<Wire, Entity> {
  readonly idMember: string
  /** When the id is more than that one member. */
  readonly idOf?: (value: unknown) => string
  readonly fileStems: (id: string) => readonly string[]
  readonly schema: z.ZodType<Wire>
  readonly check: (wire: Wire) => readonly Finding[]
  readonly build: (wire: Wire) => Entity
}

function parseDocument<Wire, Entity>(
  document: RegistryDocument,
  options: ParseOptions,
  form: Form<Wire, Entity>,
): ParsedDocument<Entity> {
  const { file } = document
  const stem = basename(file, '.json')
  const read = readJson(document.text)
  if (!read.ok) {
    return broken(file, [stem], [{ file, path: '', found: read.found, allowed: 'one JSON object' }])
  }
  const filled = fillPlaceholders(file, read.value, options.placeholders)
  const id = form.idOf?.(filled.value) ?? memberOf(filled.value, form.idMember)
  const claimedIds = typeof id === 'string' ? [stem, id] : [stem]
  const parsed = form.schema.safeParse(filled.value)
  if (!parsed.success) {
    return broken(file, claimedIds, [...filled.problems, ...problemsOfZod(file, parsed.error, filled.value)])
  }
  const stems = typeof id === 'string' ? form.fileStems(id) : []
  const unfilled = new Set(filled.problems.map(({ path }) => path))
  const findings = [...form.check(parsed.data), ...checkFileName(form.idMember, id, stem, stems)].filter(
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
