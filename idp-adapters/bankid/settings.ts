import { z } from 'zod'
import { federationSettings } from '../federation/settings.ts'

/** `nnin_altsub` gives the national identity number, to clients that BankID has provisioned for it. */
export const bankIdSettings = federationSettings.extend({
  scope: federationSettings.shape.scope.default('openid profile nnin_altsub'),
  /**
   * Codes that mean "no BankID on this number". BankID's own code is not in its public documentation; the default is
   * the name that our simulator uses.
   */
  no_active_eid_codes: z.array(z.string().regex(/^[A-Z0-9-]{3,12}$/)).default(['NO-BANKID']),
})
