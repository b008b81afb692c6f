import type { KoaContextWithOIDC } from 'oidc-provider'
import { mayLogInOnBehalfOf } from '#src/registry/decide-on-behalf-of.ts'
import { type ActingRules, detailsOfPushedRequest } from './acting.ts'
import { engineError } from './engine-errors.ts'
import { pushedDetails } from './pushed-details.ts'

/**
 * The engine's last step before it stores a pushed request: a refusal here leaves nothing but a spent assertion. It
 * hangs on a parameter of ours, whose check the engine runs whether the parameter was sent or not.
 */
export function checkPushedDetails(rules: ActingRules) {
  return function keepDetails(ctx: KoaContextWithOIDC, onBehalfOf?: unknown): void {
    if (ctx.oidc.route !== 'pushed_authorization_request') return
    // The engine would put the code into a fragment, which the metadata do not offer: script on the page could read it.
    if (ctx.oidc.params?.response_mode === 'fragment') {
      throw engineError('request_invalid', 'response_mode must be query or form_post')
    }
    if (onBehalfOf !== undefined) checkOnBehalfOf(rules, ctx, String(onBehalfOf))
    const details = detailsOfPushedRequest(rules, ctx)
    if (details !== undefined) pushedDetails.set(ctx, details)
  }
}

/** Somebody else's number would be billed for the login and would stand in the client's tokens. */
function checkOnBehalfOf({ registry, nowSeconds }: ActingRules, ctx: KoaContextWithOIDC, asked: string): void {
  const clientId = ctx.oidc.client?.clientId ?? ''
  if (mayLogInOnBehalfOf(registry(), clientId, asked, nowSeconds())) return
  throw engineError('on_behalf_of_refused', 'on_behalf_of must be an organisation that this client may act for')
}
