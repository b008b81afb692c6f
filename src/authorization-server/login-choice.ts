import type { KoaContextWithOIDC } from 'oidc-provider'
import { chooseLogin, type NoReuse } from '#src/assurance/choose-login.ts'
import type { Demand } from '#src/assurance/demand.ts'
import { checkLoginIsEnough } from '#src/assurance/is-enough.ts'
import type { Login } from '#src/assurance/login.ts'
import { checkPersonFacts } from '#src/person/judge-person.ts'
import type { Registry } from '#src/registry/registry.ts'
import { type SessionLogins, sessionLogins } from './grant-login.ts'
import { loadPushedRequest } from './pushed-requests.ts'
import { demandOfRequest } from './request-demand.ts'
import { currentUnit } from './request-unit.ts'
import { tenantOfRequest } from './tenant-of-request.ts'

/** Which login of the session, if any, proves enough for this authorization request. */
export interface LoginChoice {
  readonly demand: Demand
  readonly known: readonly Login[]
  /** The login that this very request ended with, if it just came back from one. */
  readonly fresh: Login | undefined
  readonly outcome: { readonly login: Login } | { readonly none: NoReuse }
}

export interface LoginRules {
  readonly registry: () => Registry
  readonly nowSeconds: () => number
  /** Greatest age of a login that single sign-on may use. The session itself may be older: a later login renews it. */
  readonly sessionAbsoluteSeconds: number
}

/** Key under which the login room leaves its {@link Login} in the engine's interaction result. */
export const resultKey = 'tillit'

/** Decides once per request; the engine's policy and the making of the grant must see the same choice. */
export function loginChoices(rules: LoginRules): (ctx: KoaContextWithOIDC) => Promise<LoginChoice> {
  const made = new WeakMap<KoaContextWithOIDC, Promise<LoginChoice>>()
  return (ctx) => {
    const known = made.get(ctx)
    if (known !== undefined) return known
    const choice = decide(rules, ctx)
    made.set(ctx, choice)
    return choice
  }
}

async function decide(rules: LoginRules, ctx: KoaContextWithOIDC): Promise<LoginChoice> {
  const { oidc } = ctx
  const { session, client, params } = oidc
  if (session === undefined || client === undefined)
    throw new Error('an authorization request without session or client')
  const pushed = await loadPushedRequest(ctx)
  const tenant = tenantOfRequest(rules.registry(), client.clientId, pushed, rules.nowSeconds())
  const demand = demandOfRequest(rules.registry(), client.clientId, params ?? {}, tenant)
  const oldest = rules.nowSeconds() - rules.sessionAbsoluteSeconds
  const known = (await loginsOfSession(session.uid, session.accountId)).filter(({ authTime }) => authTime > oldest)
  const fresh = freshLogin(oidc.result)
  if (fresh !== undefined) {
    // Just made on purpose for this request: single sign-on rules do not apply, strength and provider do.
    const refusal = checkPersonFacts(fresh, demand, rules.nowSeconds()) ?? checkLoginIsEnough(fresh, demand)
    return { demand, known, fresh, outcome: refusal === undefined ? { login: fresh } : { none: refusal } }
  }
  return { demand, known, fresh, outcome: chooseLogin(known, demand, rules.nowSeconds()) }
}

/** Only logins of the person that the session is for now. */
async function loginsOfSession(uid: string, subject: string | undefined): Promise<readonly Login[]> {
  // Written by this room alone, and sealed.
  const record = (await currentUnit().get(sessionLogins, uid)) as SessionLogins | undefined
  return (record?.logins ?? []).filter((login) => login.subject === subject)
}

function freshLogin(result: unknown): Login | undefined {
  if (typeof result !== 'object' || result === null || !(resultKey in result)) return undefined
  // Left by `interactions.ts` in a sealed record; nothing from a browser reaches an interaction's result.
  return (result as { readonly [resultKey]: Login })[resultKey]
}
