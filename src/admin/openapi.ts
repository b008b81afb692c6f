import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { entityWords } from './entities/entity-words.ts'
import type { Operation } from './operation.ts'

/** RFC 9457, with what the admin API adds. */
const problemForm = z.strictObject({
  type: z.url().describe('The page that tells what to do.'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  number: z.string().describe('Stable number of the reason.'),
  correlation_id: z.string(),
  errors: z
    .array(
      z.strictObject({
        kind: z.string().optional(),
        id: z.string().optional(),
        pointer: z.string().optional(),
        parameter: z.string().optional(),
        found: z.string(),
        allowed: z.string(),
      }),
    )
    .optional(),
})

const headerTexts = {
  'if-match': ['If-Match', 'The ETag of the version that is changed.'],
  'if-none-match': ['If-None-Match', '`*`: it must not exist yet.'],
  'tillit-reason': ['Tillit-Reason', 'Why, percent-encoded UTF-8. Needed for whatever changes something.'],
} as const

type Json = z.core.util.JSONType
type Members = Readonly<Record<string, unknown>>

const uri = (id: string) => `#/components/schemas/${id}`

/** JSON Schemas by name. What several have in common, zod keeps as `$defs` of a schema of its own; here it stands beside them. */
function componentsOf(schemas: z.core.$ZodRegistry<{ id: string }>): Members {
  const made = z.toJSONSchema(schemas, { uri, io: 'input' }).schemas
  const shared = Object.entries(made['__shared']?.$defs ?? {}).map(
    ([name, schema]) => [`Shared-${name}`, schema] as const,
  )
  const own = Object.entries(made)
    .filter(([name]) => name !== '__shared')
    .map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, schema] as const)
  const text = JSON.stringify(Object.fromEntries([...own, ...shared]))
  const components: Members = JSON.parse(text.replaceAll(`${uri('__shared')}#/$defs/`, uri('Shared-')))
  return components
}

/** The OpenAPI 3.1 document, made from the very schemas that requests are judged by. */
export function openApiDocument(operations: readonly Operation[], serverUrl: string): Members {
  const schemas = z.registry<{ id: string }>()
  const add = (schema: z.ZodType, id: string) => {
    if (!schemas.has(schema)) schemas.add(schema, { id })
  }
  for (const { word, schema } of Object.values(entityWords)) add(schema, word)
  add(problemForm, 'Problem')
  for (const { id, body, answer } of operations) {
    const name = `${id.charAt(0).toUpperCase()}${id.slice(1)}`
    if (body !== undefined) add(body, `${name}Body`)
    if (answer !== undefined) add(answer, `${name}Answer`)
  }
  const components = componentsOf(schemas)
  const refTo = (schema: z.ZodType): Members => ({ $ref: uri(schemas.get(schema)?.id ?? '') })
  const paths: Record<string, Record<string, Json | Members>> = {}
  for (const operation of operations) {
    paths[operation.path] = {
      ...paths[operation.path],
      [operation.method.toLowerCase()]: describe(operation, refTo, refTo(problemForm)),
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Tillit admin API',
      version: '1',
      summary: 'The registry, its audit trail and the broker’s operations.',
    },
    servers: [{ url: serverUrl }],
    paths,
    components: {
      schemas: components,
      securitySchemes: {
        dpop: {
          type: 'http',
          scheme: 'DPoP',
          description: `RFC 9449, with an access token for the resource. Scopes: ${Object.values(adminScopes).join(', ')}`,
        },
      },
    },
  }
}

function describe(operation: Operation, refTo: (schema: z.ZodType) => Members, problem: Members): Members {
  const { id, summary, scope, body, params, query, headers } = operation
  const refusal = { content: { 'application/problem+json': { schema: problem } } }
  return {
    operationId: id,
    summary,
    description: `Needs the scope \`${scope}\`.`,
    security: [{ dpop: [scope] }],
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), ...headers.map(headerParameter)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: refTo(body) } } } }),
    responses: {
      ...Object.fromEntries(statusesOf(operation).map((status) => [status, answerOf(operation, status, refTo)])),
      ...Object.fromEntries(refusalsOf(operation).map(([status, text]) => [status, { description: text, ...refusal }])),
    },
  }
}

function statusesOf({ method, answer, statuses }: Operation): readonly number[] {
  return statuses ?? [method === 'DELETE' && answer === undefined ? 204 : 200]
}

function answerOf({ answer }: Operation, status: number, refTo: (schema: z.ZodType) => Members): Members {
  const description = { 200: 'Done.', 201: 'Created.', 204: 'Done; there is nothing to show.' }[status] ?? 'Done.'
  if (status === 204) return { description }
  if (answer === undefined) return { description, content: { 'application/jsonl': { schema: { type: 'string' } } } }
  return { description, content: { 'application/json': { schema: refTo(answer) } } }
}

const refusalTexts = {
  400: 'The request has not the form that the operation takes, or no reason.',
  401: 'The access token or its proof is not valid here.',
  403: 'The token lacks the scope, or not all of it is yours to do.',
  404: 'There is no such thing among what is yours.',
  412: 'Somebody else has changed it since you looked at it.',
  413: 'The body is too large.',
  415: 'The body is not application/json.',
  422: 'It contradicts the registry’s rules; `errors` has every place. Nothing was applied.',
  428: 'Neither If-Match nor If-None-Match was sent.',
  503: 'The store does not answer; try again later.',
} as const

/** Every status that a refusal of it can have, with what it means. */
function refusalsOf({ params, body, headers, refusals = [] }: Operation): readonly (readonly [string, string])[] {
  const statuses = new Set<number>([400, 401, 403, 503, ...refusals])
  if (Object.keys(params.shape).length > 0) statuses.add(404)
  if (headers.includes('if-match')) statuses.add(412)
  if (headers.includes('if-none-match')) statuses.add(428)
  if (body !== undefined) for (const status of [413, 415]) statuses.add(status)
  if (body !== undefined && headers.includes('tillit-reason')) statuses.add(422)
  return Object.entries(refusalTexts).filter(([status]) => statuses.has(Number(status)))
}

function parametersOf(form: z.ZodObject, place: 'path' | 'query'): readonly Members[] {
  return Object.entries(form.shape).map(([name, schema]) => {
    const required = place === 'path' || !schema.safeParse(undefined).success
    return { name, in: place, required, schema: z.toJSONSchema(schema, { io: 'input' }) }
  })
}

function headerParameter(name: keyof typeof headerTexts): Members {
  const [header, description] = headerTexts[name]
  return { name: header, in: 'header', required: false, description, schema: { type: 'string' } }
}
