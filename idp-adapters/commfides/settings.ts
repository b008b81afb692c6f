import { z } from 'zod'
import { acrListSetting } from '../federation/acr-list.ts'
import { pidClaimSetting } from '../federation/claim-name.ts'
import { federationSettings } from '../federation/settings.ts'

/** Commfides publishes nothing about OpenID Connect: what it calls things comes with the agreement, and has no default. */
export const commfidesSettings = federationSettings.extend({
  scope: federationSettings.shape.scope.default('openid'),
  pid_claim: pidClaimSetting([]),
  acr_values: acrListSetting,
  /** Values that `amr` has at a login with the stick; one that lacks any of them is no such login. */
  amr_values: z
    .array(z.string().regex(/^\S{1,50}$/))
    .min(1)
    .max(10)
    .default(['sc', 'pin']),
})
