import type { ActingFor } from '#src/claims/acting.ts'
import { decideOrganisation, type OrganisationGranted } from './decide-organisation.ts'
import type { Details, Located } from './details/details.ts'
import type { Attest } from './details/details-schemas.ts'
import { refuseDetails } from './details/hid-code.ts'
import { readOrganisations } from './details/read-organisations.ts'
import type { Refused } from './refused.ts'
import type { Registry } from './registry.ts'

/** What a token may say because of the client's details. */
export interface DetailsGranted {
  readonly kind: 'granted'
  readonly acting: ActingFor
  readonly journalId?: string
  readonly attest?: Attest
}

/** Whether all of a client's details may stand in a token now; one that may not refuses the whole. */
export function decideDetails(
  registry: Registry,
  clientId: string,
  details: Details,
  nowSeconds: number,
): DetailsGranted | Refused {
  const organisation = decideOrganisation(registry, clientId, details.organisation, nowSeconds)
  if (organisation.kind === 'refused') return organisation
  const { acting } = organisation
  const { journalId, attest } = details
  if (journalId !== undefined && acting.tenancy !== 'multi-tenant') {
    const what = 'a single-tenant client has its journal id as a fixed claim'
    return refuseDetails('organisation_fixed', journalId.pointer, what)
  }
  const refused = attest === undefined ? undefined : refuseAttest(attest, organisation)
  if (refused !== undefined) return refused
  return {
    kind: 'granted',
    acting,
    ...(journalId === undefined ? {} : { journalId: journalId.value }),
    ...(attest === undefined ? {} : { attest: withNames(registry, attest.value) }),
  }
}

/** An attestation is about the organisation that the client acts for, and about no other. */
function refuseAttest(attest: Located<Attest>, { acting, mayName }: OrganisationGranted): Refused | undefined {
  const [legalEntity, ...others] = readOrganisations(attest.value, attest.pointer)
  if (legalEntity !== undefined && (acting.parent === undefined || legalEntity.value !== acting.parent)) {
    const what = 'the legal entity is not the organisation that the client acts for'
    return refuseDetails('organisation_parent_refused', legalEntity.pointer, what)
  }
  const foreign = others.find(({ value }) => !mayName(value))
  if (foreign === undefined) return undefined
  const what = 'the point of care is not a unit of the organisation that the client acts for'
  return refuseDetails('organisation_child_refused', foreign.pointer, what)
}

/** The names that the registry knows: an API need not look them up, and a client can't make them up. */
function withNames(registry: Registry, attest: Attest): Attest {
  const named = <T extends { readonly id: string }>(unit: T) => {
    const name = registry.organisation(unit.id)?.name
    return name === undefined ? unit : { ...unit, name }
  }
  const { practitioner } = attest
  return {
    ...attest,
    practitioner: {
      ...practitioner,
      legal_entity: named(practitioner.legal_entity),
      point_of_care: named(practitioner.point_of_care),
    },
  }
}
