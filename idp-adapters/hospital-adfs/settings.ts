import { z } from 'zod'
import { employerFields } from '../federation/employer-login.ts'
import { federationSettings } from '../federation/settings.ts'

/**
 * `allatclaims` brings the agreed claims into the ID token; AD FS does so only together with `response_mode=form_post`
 * and `resource`. It offers no PAR: `par: "not_supported"` must be said.
 */
export const hospitalAdfsSettings = federationSettings.extend({
  ...employerFields,
  scope: federationSettings.shape.scope.default('openid allatclaims'),
  /** Identifier of the relying party whose claim rules and access policy hold for us. */
  resource: z.string().min(1).max(200),
  /** The one agreed claim that stands for `acr`. */
  level_claim: z.string().min(1).max(200),
  /** Claims that tell how the person authenticated: AD FS's own, long and short. */
  method_claims: z
    .array(z.string().min(1).max(200))
    .default([
      'http://schemas.microsoft.com/claims/authnmethodsreferences',
      'amr',
      'http://schemas.microsoft.com/ws/2008/06/identity/claims/authenticationmethod',
      'authmethod',
    ]),
})
