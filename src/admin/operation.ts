import { z } from 'zod'
import { isNestedTooDeeply } from '#config/json-text.ts'
import { problemsOfZod } from '#config/zod-problems.ts'
import { BrokerError } from '#src/http/broker-error.ts'
import { ProblemError, type ProblemPlace } from '#src/http/problem-error.ts'
import type { adminScopes } from '#src/registry/built-in/names.ts'
import { jsonPointer } from '#src/registry/store/json-pointer.ts'
import type { Actor } from './actor.ts'
import type { AdminParts } from './admin-parts.ts'
import { withRefusalsAudited } from './audit/with-refusals-audited.ts'

export type AdminScope = (typeof adminScopes)[keyof typeof adminScopes]

/** What a caller says beside address and body, each in a header of its own. */
export interface CallHeaders {
  readonly ifMatch?: string
  readonly ifNoneMatch?: string
  /** `Tillit-Reason`, percent-decoded. */
  readonly reason?: string
}

/** A call as it arrives: nothing in it has been looked at but who makes it. */
export interface RawCall {
  readonly actor: Actor
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly headers: CallHeaders
}

/** A call whose every part has the form that the operation takes. */
export interface Call<Params, Query, Body> extends Pick<RawCall, 'actor' | 'headers'> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
}

export interface OperationAnswer<Answer> {
  /** 200 without it. */
  readonly status?: 200 | 201 | 204
  readonly body?: Answer
  /** Strong ETag (RFC 9110 section 8.8.3). */
  readonly etag?: string
  /** JSON Lines in place of a body. */
  readonly lines?: AsyncIterable<string>
}

/** One operation as the OpenAPI document tells of it. */
export interface OperationForm {
  /** `operationId`. */
  readonly id: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below `/admin/api/v1`, with `{names}` for its parameters. */
  readonly path: string
  readonly scope: AdminScope
  /** One sentence. */
  readonly summary: string
  readonly params: z.ZodObject
  readonly query: z.ZodObject
  readonly body?: z.ZodType
  /** Undefined: no body (204) or JSON Lines. */
  readonly answer?: z.ZodType
  /** Whether it changes something, and so takes `Tillit-Reason` and `If-Match`. */
  readonly headers: readonly ('if-match' | 'if-none-match' | 'tillit-reason')[]
  /** Bytes that the body may have; 256 KiB if not given. */
  readonly bodyLimit?: number
  /** Statuses of its answers, for the OpenAPI document; if not given, 200, or 204 for a DELETE without an answer. */
  readonly statuses?: readonly (200 | 201 | 204)[]
  /** Statuses of refusals beyond those that its form makes possible. */
  readonly refusals?: readonly (404 | 409 | 412 | 422)[]
}

/** An operation that anybody can call: over HTTP, or from the console in this process. */
export interface Operation extends OperationForm {
  /** @throws {BrokerError} `insufficient_scope`, `request_invalid` with every place, and what the operation refuses. */
  call(raw: RawCall, parts: AdminParts): Promise<OperationAnswer<unknown>>
}

type Spec<Params extends z.ZodObject, Query extends z.ZodObject, Body extends z.ZodType, Answer> = Omit<
  OperationForm,
  'params' | 'query' | 'body' | 'answer' | 'headers'
> & {
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly answer?: z.ZodType<Answer>
  readonly headers?: OperationForm['headers']
  readonly run: (
    call: Call<z.output<Params>, z.output<Query>, z.output<Body>>,
    parts: AdminParts,
  ) => Promise<OperationAnswer<Answer>>
}

/** An operation together with its work, which in-process callers may have typed. */
export interface TypedOperation<Params, Query, Body, Answer> extends Operation {
  /** The same for callers in this process. @throws {BrokerError} as {@link Operation.call}, but for what the types rule out. */
  perform(call: Call<Params, Query, Body>, parts: AdminParts): Promise<OperationAnswer<Answer>>
}

const nothing = z.strictObject({})

/** Makes an operation: its scope and the form of its input are checked here, once, whoever calls. */
export function defineOperation<
  Answer,
  Params extends z.ZodObject = typeof nothing,
  Query extends z.ZodObject = typeof nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(spec: Spec<Params, Query, Body, Answer>): TypedOperation<z.output<Params>, z.output<Query>, z.output<Body>, Answer> {
  const { run, params: paramsForm, query: queryForm, headers, ...form } = spec
  // The two defaults are exactly what the type parameters default to.
  const params = (paramsForm ?? nothing) as Params
  const query = (queryForm ?? nothing) as Query
  const permitted = async (call: Call<z.output<Params>, z.output<Query>, z.output<Body>>, parts: AdminParts) => {
    if (!call.actor.scopes.has(spec.scope)) {
      throw new BrokerError('insufficient_scope', `this needs the scope ${spec.scope}`)
    }
    return run(call, parts)
  }
  return {
    ...form,
    params,
    query,
    headers: headers ?? [],
    perform: (call, parts) => withRefusalsAudited(spec, call.actor, parts, () => permitted(call, parts)),
    call: (raw, parts) =>
      withRefusalsAudited(spec, raw.actor, parts, async () => {
        refuseNul(raw)
        // The console hands over documents out of forms, which no reader of a JSON body has seen.
        if (isNestedTooDeeply(raw.body)) throw new BrokerError('request_invalid', 'the body is nested too deeply')
        const read = {
          params: params.safeParse(raw.params),
          query: query.safeParse(raw.query),
          body: (spec.body ?? z.undefined()).safeParse(raw.body),
        }
        // The scope first: who may not ask is not told what the question should look like.
        if (raw.actor.scopes.has(spec.scope)) throwProblems(read, raw)
        return permitted(
          {
            actor: raw.actor,
            headers: raw.headers,
            // `throwProblems` has seen that each was read, or `permitted` refuses before it looks at them.
            params: read.params.data as z.output<Params>,
            query: read.query.data as z.output<Query>,
            body: read.body.data as z.output<Body>,
          },
          parts,
        )
      }),
  }
}

/** PostgreSQL takes no NUL in a text, and no name or word of ours has one. */
function refuseNul({ params, query }: RawCall): void {
  if (![...Object.values(params), ...Object.values(query)].some((value) => value.includes('\0'))) return
  throw new BrokerError('request_invalid', 'a NUL in the address')
}

function throwProblems(
  read: { readonly [part in 'params' | 'query' | 'body']: z.ZodSafeParseResult<unknown> },
  raw: RawCall,
): void {
  const places: readonly ProblemPlace[] = [
    ...(read.params.error === undefined ? [] : named(read.params.error, raw.params)),
    ...(read.query.error === undefined ? [] : named(read.query.error, raw.query)),
    ...(read.body.error === undefined ? [] : bodyPlaces(read.body.error, raw.body)),
  ]
  if (places.length === 0) return
  const privateKey = places.find(({ found }) => found === 'a private or symmetric key')
  if (privateKey !== undefined) throw new ProblemError('private_key_offered', 'only the public half of a key', places)
  throw new ProblemError('request_invalid', 'the request has not the form that this operation takes', places)
}

function named(error: z.ZodError, value: unknown): readonly ProblemPlace[] {
  return problemsOfZod('', error, value).map(({ path, found, allowed }) => ({ parameter: path, found, allowed }))
}

function bodyPlaces(error: z.ZodError, body: unknown): readonly ProblemPlace[] {
  return problemsOfZod('', error, body).map(({ path, found, allowed }) => ({
    pointer: jsonPointer(path, body),
    found,
    allowed,
  }))
}
