import type { Texts } from '../texts.ts'
import { serviceMustMend, tellService } from './advice.ts'

/** Nynorsk: for whom a service acts, and signed requests (320 to 351), in the order of `src/http/reasons.ts`. */
export const detailsReasons = {
  organisation_parent_refused: {
    heading: 'Tenesta kan ikkje handle for denne verksemda',
    body: 'Tenesta fekk ikkje tilgang. Verksemda har ikkje gitt leverandøren fullmakt, fullmakta er utgått, eller det manglar ein avtale.',
    next: 'Kontakt den som har ansvaret for tenesta hos dykk, og oppgi referansen.',
  },
  organisation_child_refused: {
    heading: 'Tenesta kan ikkje handle for denne undereininga',
    body: 'Tenesta fekk ikkje tilgang. Undereininga er ikkje registrert på tenesta.',
    next: serviceMustMend,
  },
  organisation_child_of_parent_refused: {
    heading: 'Undereininga høyrer ikkje til verksemda',
    body: 'Tenesta fekk ikkje tilgang. Undereininga er ikkje registrert under verksemda, eller fullmakta omfattar ho ikkje.',
    next: serviceMustMend,
  },
  organisation_number_invalid: {
    heading: 'Organisasjonsnummeret er feil',
    body: 'Tenesta fekk ikkje tilgang. Eit organisasjonsnummer har ni siffer, og det siste er eit kontrollsiffer.',
    next: serviceMustMend,
  },
  organisation_parent_not_taken: {
    heading: 'Tenesta kan ikkje velje verksemd',
    body: 'Tenesta fekk ikkje tilgang. Ho er registrert for éi verksemd og kan ikkje oppgi ei anna.',
    next: serviceMustMend,
  },
  organisation_child_not_taken: {
    heading: 'Tenesta kan ikkje velje undereining',
    body: 'Tenesta fekk ikkje tilgang. Ho er ikkje registrert med undereiningar.',
    next: serviceMustMend,
  },
  details_malformed: {
    heading: 'Opplysningane om verksemda har feil form',
    body: 'Tenesta fekk ikkje tilgang. Vi kan ikkje lese kva verksemd ho handlar for.',
    next: serviceMustMend,
  },
  organisation_fixed: {
    heading: 'Verksemda ligg fast',
    body: 'Tenesta fekk ikkje tilgang. Ho er registrert slik at ho ikkje kan oppgi verksemd sjølv.',
    next: serviceMustMend,
  },
  details_doubled: {
    heading: 'Verksemda vart oppgitt to stader',
    body: 'Tenesta fekk ikkje tilgang. Dei same opplysningane skal berre sendast éin stad.',
    next: serviceMustMend,
  },
  details_unsigned: {
    heading: 'Verksemda vart oppgitt utan signatur',
    body: 'Tenesta fekk ikkje tilgang. Opplysningar om verksemda må vere signerte.',
    next: serviceMustMend,
  },
  tenant_terms_missing: {
    heading: 'Verksemda har ikkje godteke vilkåra',
    body: 'Tenesta fekk ikkje tilgang. Verksemda må sjølv godta vilkåra for systemet tenesta skal bruke.',
    next: 'Kontakt den som har ansvaret for avtalar hos dykk, og oppgi referansen.',
  },
  request_object_invalid: {
    heading: 'Den signerte førespurnaden er ikkje gyldig',
    body: 'Du er ikkje logga inn. Signaturen eller innhaldet stemmer ikkje med det som er registrert.',
    next: serviceMustMend,
  },
  request_object_required: {
    heading: 'Førespurnaden må vere signert',
    body: 'Du er ikkje logga inn. Tenesta er registrert slik at ho alltid skal signere det ho ber om.',
    next: serviceMustMend,
  },
  parameter_outside_request_object: {
    heading: 'Noko av førespurnaden var ikkje signert',
    body: 'Du er ikkje logga inn. Når tenesta signerer, skal alt ho ber om, vere med.',
    next: serviceMustMend,
  },
  request_object_replayed: {
    heading: 'Den signerte førespurnaden er brukt før',
    body: 'Du er ikkje logga inn. Kvar førespurnad kan berre brukast éin gong.',
    next: tellService,
  },
  on_behalf_of_refused: {
    heading: 'Tenesta bad om innlogging for feil verksemd',
    body: 'Du er ikkje logga inn. Tenesta oppgav ei verksemd som ho ikkje er registrert for.',
    next: serviceMustMend,
  },
  hint_of_another_person: {
    heading: 'Du logga inn som ein annan',
    body: 'Du er ikkje logga inn. Tenesta bad den som alt bruker ho, om å logge inn på nytt, og det var ein annan som gjorde det.',
    next: 'Logg inn med din eigen eID. Er det du som skal bruke tenesta no, gå tilbake til ho og logg ut først.',
  },
} as const satisfies Partial<Texts['reasons']>
