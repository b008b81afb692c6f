import { z } from 'zod'
import { employerFields } from '../federation/employer-login.ts'
import { federationSettings } from '../federation/settings.ts'

/** Issuers that any tenant, or anybody with a private account, gets tokens from. */
const sharedIssuers = /\/(common|organizations|consumers)(\/|$)/i

/** Ids of authentication contexts, as they stand in `acrs`: small letters. */
const contextId = /^c\d{1,3}$/

/**
 * One tenant. `level_map` names the authentication contexts of the tenant's Conditional Access (`c1` …), chosen by its
 * administrators, and what each demands by agreement. Entra ID offers no PAR: `par: "not_supported"` must be said.
 */
export const hospitalEntraSettings = federationSettings
  .extend({
    ...employerFields,
    scope: federationSettings.shape.scope.default('openid profile'),
    tenant_id: z.guid(),
    /** Method evidence. Tokens of version 2 have none; a tenant may map some in, and then it may lower a level. */
    method_claims: z.array(z.string().min(1).max(200)).default(['amr']),
  })
  .refine(({ issuer }) => !sharedIssuers.test(issuer), { path: ['issuer'], message: 'the issuer of one tenant' })
  .refine(({ level_map }) => Object.keys(level_map).every((id) => contextId.test(id)), {
    path: ['level_map'],
    message: 'ids of authentication contexts, c1 and so on',
  })

export type HospitalEntraSettings = z.output<typeof hospitalEntraSettings>
