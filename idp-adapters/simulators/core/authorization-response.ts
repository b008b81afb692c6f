import type { CodeGrant, OpState } from './op-state.ts'
import type { AuthorizationRequest, Refusal } from './provider.ts'
import { randomId } from './random-id.ts'

/** Seconds that a code lives. */
const codeLifetimeSeconds = 60

/**
 * The address that takes the browser back with a code. An armed fault of the response shows here.
 * @see RFC 6749 section 4.1.2, RFC 9207 section 2
 */
export function buildCodeResponse(op: OpState, grant: CodeGrant): URL {
  const fault = findResponseFault(op, grant.fault)
  const own = op.provider.ownFaults.find(({ id }) => id === fault)
  if (own?.point === 'response') return buildErrorResponse(op, grant.request, op.provider.refuse(own.problem))
  if (fault === 'user-cancel') return buildErrorResponse(op, grant.request, op.provider.refuse(undefined))
  const code = randomId()
  op.codes.set(code, grant, codeLifetimeSeconds)
  if (fault === 'code-duplicate') op.codes.take(code)
  const iss = fault === 'response-iss-wrong' ? `${op.issuer}/other` : op.issuer
  return buildResponse(grant.request, { code, ...issOf(op, iss) })
}

/** @see RFC 6749 section 4.1.2.1 */
export function buildErrorResponse(op: OpState, request: AuthorizationRequest, { error, description }: Refusal): URL {
  return buildResponse(request, {
    error,
    ...(description && { error_description: description }),
    ...issOf(op, op.issuer),
  })
}

/** @see RFC 9207: AD FS and Entra ID don't send it. */
function issOf({ provider }: OpState, iss: string): { readonly iss?: string } {
  return provider.sendsIss === false ? {} : { iss }
}

function buildResponse(request: AuthorizationRequest, parameters: Readonly<Record<string, string>>): URL {
  const url = new URL(request.redirectUri)
  for (const [name, value] of Object.entries({ ...parameters, state: request.state })) url.searchParams.set(name, value)
  return url
}

/** The fault chosen on the page when it is one of the response, otherwise the armed one. */
function findResponseFault(op: OpState, chosen: string | undefined): string | undefined {
  const isOfResponse = op.faults.some(({ id, point }) => id === chosen && point === 'response')
  return isOfResponse ? chosen : op.armed.take('response')
}
