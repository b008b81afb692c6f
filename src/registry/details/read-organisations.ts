import type { Located } from './details.ts'
import type { Attest } from './details-schemas.ts'

/** Every organisation number that an attestation names, with where it stands; the legal entity first. */
export function readOrganisations(attest: Attest, pointer: string): readonly Located<string>[] {
  const { practitioner, patients = [] } = attest
  return [
    { value: practitioner.legal_entity.id, pointer: `${pointer}/practitioner/legal_entity/id` },
    { value: practitioner.point_of_care.id, pointer: `${pointer}/practitioner/point_of_care/id` },
    ...patients.flatMap(({ point_of_care }, i) =>
      point_of_care === undefined
        ? []
        : [{ value: point_of_care.id, pointer: `${pointer}/patients/${i}/point_of_care/id` }],
    ),
  ]
}
