import type { ActingFor } from '#src/claims/acting.ts'
import { decideClient, missingAgreements } from './access.ts'
import type { Client } from './client.ts'
import type { Delegation } from './delegation.ts'
import type { Located, OrganisationNames } from './details/details.ts'
import { refuseDetails } from './details/hid-code.ts'
import type { Organisation } from './organisation.ts'
import type { Refused } from './refused.ts'
import type { Registry } from './registry.ts'

/** The client may act for this organisation, and for these sub-units of it. */
export interface OrganisationGranted {
  readonly kind: 'granted'
  readonly acting: ActingFor
  /** Whether the client may also speak of this sub-unit of the organisation that it acts for. */
  readonly mayName: (organisationNumber: string) => boolean
}

/**
 * For whom a client acts. Pure, and asked for every token, so that a delegation that was revoked or has run out since
 * the login is refused too. Deny by default: only an organisation that the registry ties to this client.
 *
 * @see reference: HelseID "organisasjonsnumre", kinds of clients
 */
export function decideOrganisation(
  registry: Registry,
  clientId: string,
  asked: Located<OrganisationNames> | undefined,
  nowSeconds: number,
): OrganisationGranted | Refused {
  const allowed = decideClient(registry, clientId)
  if (allowed.kind === 'refused') return allowed
  const { client, organisation } = allowed
  return client.tenancy === 'multi-tenant'
    ? decideTenant(registry, client, asked, nowSeconds)
    : decideOwn(registry, client, organisation, asked)
}

function decideOwn(
  registry: Registry,
  client: Client,
  { organisationNumber, parent }: Organisation,
  asked: Located<OrganisationNames> | undefined,
): OrganisationGranted | Refused {
  const { tenancy } = client
  const mainUnit = parent ?? organisationNumber
  const isChild = (number: string) =>
    client.childOrganisations.includes(number) && isSubUnit(registry, number, organisationNumber)
  const mayName = (number: string) => number === mainUnit || number === organisationNumber || isChild(number)
  const own = { tenancy, parent: mainUnit, ...(parent === undefined ? {} : { child: organisationNumber }) }
  if (asked === undefined) return { kind: 'granted', acting: own, mayName }
  const { value: names, pointer } = asked
  if (names.parent !== undefined || names.child === undefined) {
    return refuseDetails('organisation_parent_not_taken', pointer, 'a single-tenant client can not name a parent')
  }
  if (parent !== undefined) {
    return refuseDetails('organisation_fixed', pointer, 'the sub-unit is fixed in the registration of this client')
  }
  if (client.childOrganisations.length === 0) {
    return refuseDetails('organisation_child_not_taken', pointer, 'the client has no child organisations')
  }
  if (!isChild(names.child)) {
    const detail = `child_organisations of ${client.clientId} lacks ${names.child}, or it is not active`
    const what = 'the organisation is not among the child organisations of the client'
    return refuseDetails('organisation_child_refused', pointer, what, detail)
  }
  return { kind: 'granted', acting: { tenancy, parent: organisationNumber, child: names.child }, mayName }
}

function decideTenant(
  registry: Registry,
  client: Client,
  asked: Located<OrganisationNames> | undefined,
  nowSeconds: number,
): OrganisationGranted | Refused {
  const { tenancy, organisation: supplier } = client
  if (asked === undefined) return { kind: 'granted', acting: { tenancy, supplier }, mayName: () => false }
  const { value: names, pointer } = asked
  const { parent, child } = names
  if (parent === undefined) {
    const what = 'a multi-tenant client names the parent: NO:ORGNR:parent:child in the system urn:oid:1.0.6523'
    return refuseDetails('details_malformed', pointer, what)
  }
  const delegation = registry.delegation(parent, supplier)
  const obstacle = obstacleOf(registry, parent, delegation, nowSeconds)
  if (delegation === undefined || obstacle !== undefined) {
    // One text for all: who has delegated what to others is nobody's business.
    const what = 'the organisation has no delegation to the supplier that is in force, or lacks an agreement'
    const detail = `${parent} for client ${client.clientId} of ${supplier}: ${obstacle ?? ''}`
    return refuseDetails('organisation_parent_refused', pointer, what, detail)
  }
  // DEVIATION: HelseID takes any child of a tenant, see docs/decisions/0046-a-tenants-child-is-registered.md
  const isChild = (number: string) =>
    isSubUnit(registry, number, parent) && (delegation.childOrganisations?.includes(number) ?? true)
  const mayName = (number: string) => number === parent || isChild(number)
  if (child === undefined) return { kind: 'granted', acting: { tenancy, supplier, parent }, mayName }
  if (!isChild(child)) {
    const detail = `${child} is not an active sub-unit of ${parent}, or not in its delegation to ${supplier}`
    const what = 'the child is not a sub-unit of the parent that the delegation covers'
    return refuseDetails('organisation_child_of_parent_refused', pointer, what, detail)
  }
  return { kind: 'granted', acting: { tenancy, supplier, parent, child }, mayName }
}

/** Why nobody may act for this organisation by this delegation. */
function obstacleOf(
  registry: Registry,
  parent: string,
  delegation: Delegation | undefined,
  nowSeconds: number,
): string | undefined {
  if (delegation === undefined) return 'no delegation'
  if (delegation.status !== 'active') return 'the delegation is revoked'
  if (nowSeconds < delegation.validFrom) return 'the delegation is not yet in force'
  if (delegation.validUntil !== undefined && nowSeconds >= delegation.validUntil) return 'the delegation has run out'
  const organisation = registry.organisation(parent)
  if (organisation?.status !== 'active') return 'the organisation is not active'
  const missing = missingAgreements(organisation)
  return missing.length === 0 ? undefined : `the organisation lacks ${missing.join(', ')}`
}

function isSubUnit(registry: Registry, number: string, parent: string): boolean {
  const organisation = registry.organisation(number)
  return organisation?.status === 'active' && organisation.parent === parent
}
