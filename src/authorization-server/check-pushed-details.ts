import type { KoaContextWithOIDC } from 'oidc-provider'
import { type ActingRules, detailsOfPushedRequest } from './acting.ts'
import { engineError } from './engine-errors.ts'
import { pushedDetails } from './pushed-details.ts'

/**
 * The engine's last step before it stores a pushed request: a refusal here leaves nothing but a spent assertion. It
 * hangs on a parameter of ours, whose check the engine runs whether the parameter was sent or not.
 */
export function checkPushedDetails(rules: ActingRules) {
  return function keepDetails(ctx: KoaContextWithOIDC): void {
    if (ctx.oidc.route !== 'pushed_authorization_request') return
    // The engine would put the code into a fragment, which the metadata do not offer: script on the page could read it.
    if (ctx.oidc.params?.response_mode === 'fragment') {
      throw engineError('request_invalid', 'response_mode must be query or form_post')
    }
    const details = detailsOfPushedRequest(rules, ctx)
    if (details !== undefined) pushedDetails.set(ctx, details)
  }
}
