/** For whom a client acts in one token. Only `registry/decide-organisation.ts` makes it. */
export interface ActingFor {
  readonly tenancy: 'single-tenant' | 'multi-tenant'
  /** Organisation number of the main unit; a multi-tenant client may have named none. */
  readonly parent?: string
  /** Organisation number of the sub-unit. */
  readonly child?: string
  /** Owner of a multi-tenant client. */
  readonly supplier?: string
}
