import type { Texts } from '../texts.ts'
import { serviceMustMend, tellService } from './advice.ts'

/** Bokmål: for whom a service acts, and signed requests (320 to 351), in the order of `src/http/reasons.ts`. */
export const detailsReasons = {
  organisation_parent_refused: {
    heading: 'Tjenesten kan ikke handle for denne virksomheten',
    body: 'Tjenesten fikk ikke tilgang. Virksomheten har ikke gitt leverandøren fullmakt, fullmakten er utløpt, eller det mangler en avtale.',
    next: 'Kontakt den som har ansvaret for tjenesten hos dere, og oppgi referansen.',
  },
  organisation_child_refused: {
    heading: 'Tjenesten kan ikke handle for denne underenheten',
    body: 'Tjenesten fikk ikke tilgang. Underenheten er ikke registrert på tjenesten.',
    next: serviceMustMend,
  },
  organisation_child_of_parent_refused: {
    heading: 'Underenheten hører ikke til virksomheten',
    body: 'Tjenesten fikk ikke tilgang. Underenheten er ikke registrert under virksomheten, eller fullmakten omfatter den ikke.',
    next: serviceMustMend,
  },
  organisation_number_invalid: {
    heading: 'Organisasjonsnummeret er feil',
    body: 'Tjenesten fikk ikke tilgang. Et organisasjonsnummer har ni sifre, og det siste er et kontrollsiffer.',
    next: serviceMustMend,
  },
  organisation_parent_not_taken: {
    heading: 'Tjenesten kan ikke velge virksomhet',
    body: 'Tjenesten fikk ikke tilgang. Den er registrert for én virksomhet og kan ikke oppgi en annen.',
    next: serviceMustMend,
  },
  organisation_child_not_taken: {
    heading: 'Tjenesten kan ikke velge underenhet',
    body: 'Tjenesten fikk ikke tilgang. Den er ikke registrert med underenheter.',
    next: serviceMustMend,
  },
  details_malformed: {
    heading: 'Opplysningene om virksomheten har feil form',
    body: 'Tjenesten fikk ikke tilgang. Vi kan ikke lese hvilken virksomhet den handler for.',
    next: serviceMustMend,
  },
  organisation_fixed: {
    heading: 'Virksomheten ligger fast',
    body: 'Tjenesten fikk ikke tilgang. Den er registrert slik at den ikke kan oppgi virksomhet selv.',
    next: serviceMustMend,
  },
  details_doubled: {
    heading: 'Virksomheten ble oppgitt to steder',
    body: 'Tjenesten fikk ikke tilgang. De samme opplysningene skal bare sendes ett sted.',
    next: serviceMustMend,
  },
  details_unsigned: {
    heading: 'Virksomheten ble oppgitt uten signatur',
    body: 'Tjenesten fikk ikke tilgang. Opplysninger om virksomheten må være signert.',
    next: serviceMustMend,
  },
  tenant_terms_missing: {
    heading: 'Virksomheten har ikke godtatt vilkårene',
    body: 'Tjenesten fikk ikke tilgang. Virksomheten må selv godta vilkårene for systemet tjenesten skal bruke.',
    next: 'Kontakt den som har ansvaret for avtaler hos dere, og oppgi referansen.',
  },
  request_object_invalid: {
    heading: 'Den signerte forespørselen er ikke gyldig',
    body: 'Du er ikke logget inn. Signaturen eller innholdet stemmer ikke med det som er registrert.',
    next: serviceMustMend,
  },
  request_object_required: {
    heading: 'Forespørselen må være signert',
    body: 'Du er ikke logget inn. Tjenesten er registrert slik at den alltid skal signere det den ber om.',
    next: serviceMustMend,
  },
  parameter_outside_request_object: {
    heading: 'Noe av forespørselen var ikke signert',
    body: 'Du er ikke logget inn. Når tjenesten signerer, skal alt den ber om, være med.',
    next: serviceMustMend,
  },
  request_object_replayed: {
    heading: 'Den signerte forespørselen er brukt før',
    body: 'Du er ikke logget inn. Hver forespørsel kan bare brukes én gang.',
    next: tellService,
  },
  on_behalf_of_refused: {
    heading: 'Tjenesten ba om innlogging for feil virksomhet',
    body: 'Du er ikke logget inn. Tjenesten oppga en virksomhet som den ikke er registrert for.',
    next: serviceMustMend,
  },
  hint_of_another_person: {
    heading: 'Du logget inn som en annen',
    body: 'Du er ikke logget inn. Tjenesten ba den som allerede bruker den, om å logge inn på nytt, og det var en annen som gjorde det.',
    next: 'Logg inn med din egen eID. Er det du som skal bruke tjenesten nå, gå tilbake til den og logg ut først.',
  },
} as const satisfies Partial<Texts['reasons']>
