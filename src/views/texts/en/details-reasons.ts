import type { Texts } from '../texts.ts'
import { serviceMustMend, tellService } from './advice.ts'

/** English: for whom a service acts, and signed requests (320 to 351), in the order of `src/http/reasons.ts`. */
export const detailsReasons = {
  organisation_parent_refused: {
    heading: 'The service may not act for this organisation',
    body: 'The service got no access. The organisation has not delegated to the supplier, the delegation has run out, or an agreement is missing.',
    next: 'Contact whoever is responsible for the service where you work, and give the reference.',
  },
  organisation_child_refused: {
    heading: 'The service may not act for this sub-unit',
    body: 'The service got no access. The sub-unit is not registered for the service.',
    next: serviceMustMend,
  },
  organisation_child_of_parent_refused: {
    heading: 'The sub-unit does not belong to the organisation',
    body: 'The service got no access. The sub-unit is not registered under the organisation, or the delegation does not cover it.',
    next: serviceMustMend,
  },
  organisation_number_invalid: {
    heading: 'The organisation number is wrong',
    body: 'The service got no access. An organisation number has nine digits, and the last is a check digit.',
    next: serviceMustMend,
  },
  organisation_parent_not_taken: {
    heading: 'The service cannot choose an organisation',
    body: 'The service got no access. It is registered for one organisation and cannot name another.',
    next: serviceMustMend,
  },
  organisation_child_not_taken: {
    heading: 'The service cannot choose a sub-unit',
    body: 'The service got no access. It is not registered with sub-units.',
    next: serviceMustMend,
  },
  details_malformed: {
    heading: 'The information about the organisation has the wrong form',
    body: 'The service got no access. We cannot read which organisation it acts for.',
    next: serviceMustMend,
  },
  organisation_fixed: {
    heading: 'The organisation is fixed',
    body: 'The service got no access. It is registered so that it cannot name an organisation itself.',
    next: serviceMustMend,
  },
  details_doubled: {
    heading: 'The organisation was named in two places',
    body: 'The service got no access. The same information must be sent in one place only.',
    next: serviceMustMend,
  },
  details_unsigned: {
    heading: 'The organisation was named without a signature',
    body: 'The service got no access. Information about the organisation must be signed.',
    next: serviceMustMend,
  },
  tenant_terms_missing: {
    heading: 'The organisation has not accepted the terms',
    body: 'The service got no access. The organisation must itself accept the terms of the system that the service is to use.',
    next: 'Contact whoever is responsible for agreements where you work, and give the reference.',
  },
  request_object_invalid: {
    heading: 'The signed request is not valid',
    body: 'You are not logged in. The signature or the content does not match what is registered.',
    next: serviceMustMend,
  },
  request_object_required: {
    heading: 'The request must be signed',
    body: 'You are not logged in. The service is registered so that it must sign everything it asks for.',
    next: serviceMustMend,
  },
  parameter_outside_request_object: {
    heading: 'A part of the request was not signed',
    body: 'You are not logged in. When the service signs, everything it asks for must be included.',
    next: serviceMustMend,
  },
  request_object_replayed: {
    heading: 'The signed request has been used before',
    body: 'You are not logged in. Each request can be used only once.',
    next: tellService,
  },
  on_behalf_of_refused: {
    heading: 'The service asked for a login for the wrong organisation',
    body: 'You are not logged in. The service named an organisation that it is not registered for.',
    next: serviceMustMend,
  },
  hint_of_another_person: {
    heading: 'You logged in as somebody else',
    body: 'You are not logged in. The service asked the person who is using it to log in again, and it was somebody else who did.',
    next: 'Log in with your own eID. If you are the one to use the service now, go back to it and log out first.',
  },
} as const satisfies Partial<Texts['reasons']>
