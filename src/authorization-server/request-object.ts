import type { JWTPayload } from 'jose'
import type { KoaContextWithOIDC } from 'oidc-provider'
import type { Client } from '#src/registry/client.ts'
import type { Registry } from '#src/registry/registry.ts'
import { engineError } from './engine-errors.ts'
import { spendRequestObject } from './replay.ts'
import { problemWithRequestObject, type RequestObjectLimits } from './request-object-claims.ts'
import { parametersOf } from './request-object-parameters.ts'
import { verifyRequestObjectSignature } from './request-object-signature.ts'
import { currentUnit } from './request-unit.ts'
import { verifiedRequestObjects } from './verified-jwts.ts'

export interface RequestObjectRules extends RequestObjectLimits {
  readonly registry: () => Registry
}

type Form = Record<string, unknown>

/** What stands beside a request object that holds everything else: the client's authentication. */
const besideRequestObject = ['client_id', 'client_assertion', 'client_assertion_type', 'request']

/**
 * Puts the parameters of a signed request object in the place of the form's, once the client has authenticated and
 * before the engine reads them. The engine's own support would drop what stands outside without a word, and can't merge.
 *
 * @throws request_object_required, request_object_invalid, parameter_outside_request_object
 * @see RFC 9101 sections 5 and 6, RFC 9126 section 3
 */
export function unpackRequestObject(rules: RequestObjectRules) {
  return async function unpack(ctx: KoaContextWithOIDC, clientId: string): Promise<void> {
    const form: Form | undefined = ctx.oidc.body
    const client = rules.registry().client(clientId)
    if (ctx.oidc.route !== 'pushed_authorization_request' || form === undefined || client === undefined) return
    const { request } = form
    // Real clients send it empty when they have none (RFC 6749 section 3.1: as if it were not there).
    if (request === undefined || request === '') {
      if (client.requestObjectPolicy !== 'required') return
      throw engineError('request_object_required', 'this client must send a signed request object (RFC 9101)')
    }
    if (typeof request !== 'string') throw engineError('request_object_invalid', 'request was sent more than once')
    const claims = await verify(request, client, rules)
    replaceForm(form, claims, client)
    verifiedRequestObjects.keep(ctx, claims)
  }
}

async function verify(request: string, client: Client, rules: RequestObjectRules): Promise<JWTPayload> {
  const { payload, header } = await verifyRequestObjectSignature(request, client, rules.nowSeconds())
  const problem = problemWithRequestObject(payload, header, client, rules)
  if (problem !== undefined) throw engineError('request_object_invalid', `the request object: ${problem}`)
  const { jti, exp = 0 } = payload
  if (jti === undefined) return payload
  const spent = { issuer: client.clientId, jti, expiresAt: exp, nowSeconds: rules.nowSeconds() }
  if (spendRequestObject(currentUnit(), spent)) return payload
  throw engineError('request_object_replayed', 'the jti of the request object was already used')
}

function replaceForm(form: Form, claims: JWTPayload, client: Client): void {
  const read = parametersOf(claims)
  if ('problem' in read) throw engineError('request_object_invalid', `the request object: ${read.problem}`)
  // RFC 9101 section 6.3 uses what is inside alone; HelseID's clients leave the rest in the form. Only if registered so.
  // DEVIATION: form parameters beside a request object are merged, see docs/decisions/0047-request-objects.md
  const isMerged = client.requestObjectPolicy === 'merged'
  for (const [name, value] of Object.entries(form)) {
    if (besideRequestObject.includes(name) || value === '') continue
    const inside = read.parameters.get(name)
    if (isMerged && (inside === undefined || JSON.stringify(inside) === JSON.stringify(value))) continue
    const where =
      inside === undefined ? 'must be inside the request object' : 'stands inside the request object as well'
    throw engineError('parameter_outside_request_object', `${printable(name)} ${where}`)
  }
  delete form.request
  for (const [name, value] of read.parameters) form[name] = value
}

function printable(name: string): string {
  return /^[a-z_]{1,60}$/.test(name) ? name : 'a parameter'
}
