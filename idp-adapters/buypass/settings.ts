import { z } from 'zod'
import { acrListSetting } from '../federation/acr-list.ts'
import { pidClaimSetting } from '../federation/claim-name.ts'
import { federationSettings } from '../federation/settings.ts'

/** Claims in which Buypass puts its own number of the person. */
const ownNumbers = ['pid', 'bp_id_sub', 'bp_pid']

/** Neither the `acr` values nor the claims of Buypass's domains are published: both come with the agreement. */
export const buypassSettings = federationSettings.extend({
  scope: federationSettings.shape.scope.default('openid'),
  pid_claim: pidClaimSetting(ownNumbers),
  acr_values: acrListSetting,
  /** Value of `bp_idp_hint` that leads to the ID key; without it no hint is sent. */
  id_key_hint: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .optional(),
})
