import { z } from 'zod'
import { adminScopes } from '#src/registry/built-in/names.ts'
import { entityWords } from './entities/entity-words.ts'
import { responsesOf } from './openapi-responses.ts'
import type { Operation } from './operation.ts'

/** RFC 9457, with what the admin API adds. */
const problemForm = z.strictObject({
  type: z.url().describe('The page that tells what to do.'),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().describe('The path of the request.'),
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
  return {
    operationId: id,
    summary,
    description: `Needs the scope \`${scope}\`.`,
    security: [{ dpop: [scope] }],
    parameters: [...parametersOf(params, 'path'), ...parametersOf(query, 'query'), ...headers.map(headerParameter)],
    ...(body === undefined
      ? {}
      : { requestBody: { required: true, content: { 'application/json': { schema: refTo(body) } } } }),
    responses: responsesOf(operation, refTo, problem),
  }
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
