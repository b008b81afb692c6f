/**
 * What an organisation has let a supplier do: a multi-tenant client of the supplier may act for it. In production such
 * rights are given in Altinn; here a file stands for them.
 */
export interface Delegation {
  /** Organisation number of the one who delegates, always a main unit. */
  readonly from: string
  /** Organisation number of the supplier. */
  readonly to: string
  readonly status: 'active' | 'revoked'
  /** Epoch seconds, included. */
  readonly validFrom: number
  /** Epoch seconds, excluded; undefined: until it is revoked. */
  readonly validUntil?: number
  /** Sub-units that it is limited to; undefined: all that are registered under `from`. */
  readonly childOrganisations?: readonly string[]
}

/** Both numbers, in the order of the file's name. */
export function delegationId(from: string, to: string): string {
  return `${from}-${to}`
}
