import type { LevelTable } from '../contract.ts'

/**
 * What ID-porten's `acr` proves. Absent on purpose: `idporten-loa-low`, `selfregistered-email`, the `Level3`/`Level4`
 * of the platform that closed in 2024, and `eidas-loa-*`, whose holders mostly have no national identity number.
 * @see https://docs.digdir.no/docs/idporten/oidc/oidc_protocol_id_token
 */
export function idPortenLevels(issuer: string): LevelTable {
  return [
    { issuer, acr: 'idporten-loa-high', level: 4 },
    { issuer, acr: 'idporten-loa-substantial', level: 3 },
  ]
}
