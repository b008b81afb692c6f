import { decideOrganisation } from './decide-organisation.ts'
import type { Registry } from './registry.ts'

/**
 * Whether a client may log people in on behalf of this organisation: for whom a login is counted and billed, and what the
 * client's tokens then say. The same as those it may act for: its own main unit and sub-units, or for a multi-tenant
 * client its supplier and whoever has delegated to it. Pure, deny by default.
 *
 * @see https://utviklerportal.nhn.no "Use of ID-porten", On Behalf Of; `docs/decisions/0071`
 */
export function mayLogInOnBehalfOf(
  registry: Registry,
  clientId: string,
  organisationNumber: string,
  nowSeconds: number,
): boolean {
  const own = decideOrganisation(registry, clientId, undefined, nowSeconds)
  if (own.kind === 'refused') return false
  const { acting, mayName } = own
  if (acting.tenancy === 'single-tenant') return mayName(organisationNumber)
  if (organisationNumber === acting.supplier) return true
  const asked = { value: { parent: organisationNumber }, pointer: '' }
  return decideOrganisation(registry, clientId, asked, nowSeconds).kind === 'granted'
}
