import { decodeJwt, decodeProtectedHeader, type JWK, type JWTPayload, jwtVerify } from 'jose'
import { BrokerError } from '#src/http/broker-error.ts'
import type { Log } from '#src/operations/log.ts'
import type { Client } from '#src/registry/client.ts'
import { defaultSigningAlgs } from '#src/registry/client-schema.ts'
import { livingKeysOf } from '#src/registry/living-keys.ts'
import type { Registry } from '#src/registry/registry.ts'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { AssertionExceptions } from './assertion-exceptions.ts'
import { clientAlgorithms, exceptionalAlgorithms } from './client-algorithms.ts'
import {
  type AssertionLimits,
  type AssertionRules,
  clockToleranceSeconds,
  problemWithAssertion,
} from './client-assertion.ts'
import { isCompactJws } from './compact-jws.ts'
import { hasKeyFor, verifyInVain } from './decoy-verification.ts'
import { expiredKeyNamed } from './expired-key.ts'
import { spendJti } from './replay.ts'

/** Who calls revocation or introspection, proven by `private_key_jwt`. */
export interface Caller {
  readonly id: string
  readonly kind: 'client' | 'api'
  /** Named exceptions that its assertion was accepted by. */
  readonly exceptions: readonly string[]
}

interface Known extends AssertionRules {
  readonly caller: Omit<Caller, 'exceptions'>
  readonly keys: readonly JWK[]
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/**
 * Authenticates the caller of our own endpoints by the rules that the engine's endpoints follow (RFC 7523 section 3,
 * `client-assertion.ts`). An API authenticates under its audience, with the keys of its own registration.
 *
 * The assertion is spent in the unit: also when the answer is a refusal.
 * @throws {BrokerError} `client_authentication_failed`, the same for an unknown caller and a bad key
 */
export function authenticateCaller(parts: AssertionLimits & { readonly log: Log }) {
  const exceptions = new AssertionExceptions(parts)
  return async function authenticate(unit: UnitOfWork, form: ReadonlyMap<string, string>): Promise<Caller> {
    if (form.get('client_assertion_type') !== assertionType) throw failed('client_assertion_type')
    const sent = form.get('client_assertion') ?? ''
    if (!isCompactJws(sent)) throw failed('not a compact JWS')
    const id = claimedId(sent)
    if (form.has('client_id') && form.get('client_id') !== id) throw failed('client_id is not the sub')
    const nowSeconds = parts.nowSeconds()
    const client = parts.registry().client(id)
    const known = knownAs(parts.registry(), id, exceptions, nowSeconds)
    // The same steps for whoever it is: the time that they take must not tell who exists, nor which key has ended.
    const keys = known?.keys ?? []
    if (!hasKeyFor(sent, keys)) await verifyInVain(sent)
    const { assertion, used } = await asStandard(sent, client, exceptions)
    const claims = await verify(assertion, keys, nowSeconds).catch((error: unknown) => {
      throw (client === undefined ? undefined : expiredKey(sent, client, nowSeconds)) ?? error
    })
    if (known === undefined) throw failed('unknown, or not active')
    const problem = problemWithAssertion(claims, decodeProtectedHeader(assertion), known, parts)
    const { jti, exp } = claims
    if (problem !== undefined || jti === undefined || exp === undefined) throw failed(problem ?? 'jti or exp')
    if (!parts.mayAsk(id)) throw new BrokerError('too_many_requests', 'the client asks too often')
    const expiresAt = exp + clockToleranceSeconds
    spendJti(unit, { issuer: id, jti, expiresAt, nowSeconds: parts.nowSeconds() })
    return { ...known.caller, exceptions: used }
  }
}

/** The client or API of the registry that a request says it comes from, for the audit trail; nothing is proven. */
export function claimedCaller(registry: Registry, form: ReadonlyMap<string, string>): string | undefined {
  try {
    const id = decodeJwt(form.get('client_assertion') ?? '').sub ?? ''
    return registry.client(id) === undefined && registry.api(id) === undefined ? undefined : id
  } catch {
    return undefined
  }
}

function claimedId(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? ''
  } catch {
    throw failed('not a JWT')
  }
}

function knownAs(
  registry: Registry,
  id: string,
  exceptions: AssertionExceptions,
  nowSeconds: number,
): Known | undefined {
  const client = registry.client(id)
  if (client?.status === 'active') {
    const { signingAlgs, requireAssertionTyp } = client
    const ours = client.assertionExceptions.length > 0 ? [exceptions.publicJwk] : []
    return {
      caller: { id, kind: 'client' },
      keys: [...livingKeysOf(client, nowSeconds), ...ours],
      signingAlgs,
      requireAssertionTyp,
    }
  }
  const api = registry.api(id)
  if (api?.status !== 'active') return undefined
  const { keys } = api.jwks
  return { caller: { id, kind: 'api' }, keys, signingAlgs: defaultSigningAlgs, requireAssertionTyp: false }
}

/** What a client with named exceptions sent, as the engine would see it. */
async function asStandard(
  assertion: string,
  client: Client | undefined,
  exceptions: AssertionExceptions,
): Promise<{ readonly assertion: string; readonly used: readonly string[] }> {
  const holder = { client_assertion: assertion }
  const used = client === undefined ? [] : await exceptions.apply(holder, client)
  return { assertion: holder.client_assertion, used }
}

/** By the key that the header names, or by any of the caller's when it names none. */
async function verify(assertion: string, keys: readonly JWK[], nowSeconds: number): Promise<JWTPayload> {
  const options = {
    algorithms: [...clientAlgorithms, ...exceptionalAlgorithms],
    clockTolerance: clockToleranceSeconds,
    currentDate: new Date(nowSeconds * 1000),
  }
  const kid = kidOf(assertion)
  for (const jwk of keys.filter((key) => kid === undefined || kid === key.kid)) {
    try {
      // By the object itself, so that the library imports a key once and not for every request.
      return (await jwtVerify(assertion, jwk, options)).payload
    } catch {
      // The next key may fit.
    }
  }
  throw failed('no registered key fits, or it has expired, or the caller is unknown')
}

function kidOf(assertion: string): string | undefined {
  try {
    return decodeProtectedHeader(assertion).kid
  } catch {
    throw failed('not a JWT')
  }
}

function failed(detail: string): BrokerError {
  return new BrokerError('client_authentication_failed', 'client authentication failed', { detail })
}

/** What the operator is told of a key that has ended; the caller is told what all are told. */
function expiredKey(sent: string, client: Client, nowSeconds: number): BrokerError | undefined {
  const found = expiredKeyNamed(sent, client, nowSeconds)
  return found === undefined ? undefined : failed(found)
}
