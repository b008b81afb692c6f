import type { SignedIn } from '../../call/signed-in.ts'
import type { NewEntity } from '../../entity/create-page.ts'
import type { MemberField } from '../../entity/member-field.ts'
import { entityTexts } from '../../texts/entity-texts.ts'
import { formTexts } from '../../texts/form-texts.ts'

/** What an organisation is described by. */
export const organisationFields: readonly MemberField[] = [
  { member: 'name', label: entityTexts.name, input: 'text' },
  { member: 'parent', label: entityTexts.parent, note: entityTexts.parentNote, input: 'text', isOptional: true },
  {
    member: 'agreements/customer_agreement',
    label: entityTexts.customerAgreement,
    note: entityTexts.missingAgreements,
    input: 'check',
  },
  { member: 'agreements/terms_of_use', label: entityTexts.termsOfUse, input: 'check' },
  { member: 'agreements/risk_assessment', label: entityTexts.riskAssessment, input: 'check' },
  { member: 'accepted_api_terms', label: entityTexts.apiTerms, note: formTexts.onePerLine, input: 'lines' },
]

/** A new one, without any agreement until somebody says so. */
export function newOrganisation({ say }: SignedIn): NewEntity {
  return {
    kind: 'organisation',
    title: say(entityTexts.createOf, { name: say(entityTexts.organisation).toLowerCase() }),
    start: {
      organisation_number: '',
      name: '',
      agreements: { customer_agreement: false, terms_of_use: false, risk_assessment: false },
      status: 'active',
    },
    fields: [
      { member: 'organisation_number', label: entityTexts.number, input: 'text' },
      ...organisationFields.filter(({ member }) => member !== 'accepted_api_terms'),
    ],
    idMember: 'organisation_number',
  }
}
