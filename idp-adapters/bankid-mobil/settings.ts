import { z } from 'zod'
import { federationSettings } from '../federation/settings.ts'

/** As at BankID: `nnin_altsub` gives the national identity number. */
export const bankIdMobilSettings = federationSettings.extend({
  scope: federationSettings.shape.scope.default('openid profile nnin_altsub'),
  /** Codes that mean "no BankID on this phone". Not published; the default is the name that our simulator uses. */
  no_active_eid_codes: z.array(z.string().regex(/^[A-Z0-9-]{3,12}$/)).default(['NO-BANKID']),
})
