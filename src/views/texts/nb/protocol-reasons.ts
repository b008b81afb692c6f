import type { Texts } from '../texts.ts'
import { restart, serviceMustMend, tellService, urgent } from './advice.ts'

/** Bokmål: refusals of requests, clients, grants, and our own faults (3xx and up), in the order of `src/http/reasons.ts`. */
export const protocolReasons = {
  request_invalid: {
    heading: 'Vi kan ikke behandle forespørselen fra tjenesten',
    body: 'Du er ikke logget inn. Tjenesten ba om innlogging på en måte vi ikke kan ta imot.',
    next: tellService,
  },
  client_unknown: {
    heading: 'Vi kjenner ikke tjenesten som sendte deg hit',
    body: 'Du er ikke logget inn. Tjenesten er ikke registrert hos oss, og vi sender ikke opplysninger om deg til noen vi ikke kjenner.',
    next: `Se etter at du kom fra riktig nettsted. ${tellService}`,
  },
  redirect_uri_invalid: {
    heading: 'Tjenesten oppga en adresse vi ikke kjenner',
    body: 'Du er ikke logget inn. Adressen vi skulle sende deg tilbake til, er ikke registrert. Derfor sender vi deg ikke dit.',
    next: `Se etter at du kom fra riktig nettsted. ${tellService}`,
  },
  scope_refused: {
    heading: 'Tjenesten ba om en tilgang den ikke har',
    body: 'Du er ikke logget inn. Tjenesten er ikke godkjent for alt den ba om.',
    next: serviceMustMend,
  },
  resource_refused: {
    heading: 'Tjenesten ba om å bruke et system den ikke har tilgang til',
    body: 'Du er ikke logget inn. Systemet er ukjent, eller tjenesten er ikke godkjent for det.',
    next: serviceMustMend,
  },
  agreements_missing: {
    heading: 'Virksomheten mangler en avtale',
    body: 'Du er ikke logget inn. Virksomheten bak tjenesten har ikke alle avtalene som kreves for å bruke innloggingen.',
    next: `Kontakt den som har ansvaret for tjenesten hos dere. ${urgent}`,
  },
  client_disabled: {
    heading: 'Tjenesten er ikke aktiv hos oss',
    body: 'Du er ikke logget inn. Tjenesten eller virksomheten bak den er ikke tatt i bruk, eller den er stengt.',
    next: serviceMustMend,
  },
  post_logout_redirect_uri_invalid: {
    heading: 'Vi kjenner ikke adressen du skulle tilbake til',
    body: 'Du er ikke logget ut. Adressen tjenesten oppga, er ikke registrert. Derfor sender vi deg ikke dit.',
    next: 'Deler du maskinen med andre, lukk alle nettleservinduer. Kontakt tjenesten og oppgi referansen.',
  },
  id_token_hint_invalid: {
    heading: 'Vi kunne ikke bekrefte hvem som skal logges ut',
    body: 'Du er ikke logget ut. Opplysningene vi fikk fra tjenesten, er ikke fra oss.',
    next: 'Deler du maskinen med andre, lukk alle nettleservinduer. Kontakt tjenesten og oppgi referansen.',
  },
  not_found: {
    heading: 'Siden finnes ikke',
    body: 'Adressen kan være skrevet feil, eller siden kan være fjernet.',
    next: 'Skal du logge inn, start i tjenesten du vil bruke.',
  },
  method_not_allowed: {
    heading: 'Siden kan ikke åpnes på denne måten',
    body: 'Adressen finnes, men tar ikke imot det nettleseren sendte. Ingenting er endret.',
    next: restart,
  },
  host_unknown: {
    heading: 'Adressen i nettleseren er ikke vår',
    body: 'Du kom hit gjennom en adresse vi ikke kjenner. Derfor stopper vi her.',
    next: 'Se på adressen øverst i nettleseren, og start på nytt fra tjenesten.',
  },
  body_too_large: {
    heading: 'Det som ble sendt, er for stort',
    body: 'Vi tok ikke imot det. Ingenting er endret.',
    next: tellService,
  },
  content_type_wrong: {
    heading: 'Det som ble sendt, har et format vi ikke leser',
    body: 'Vi tok ikke imot det. Ingenting er endret.',
    next: tellService,
  },
  pushed_request_required: {
    heading: 'Innloggingen må starte i tjenesten',
    body: 'Du er ikke logget inn. Tjenesten skal si fra til oss før den sender deg hit, og det har den ikke gjort.',
    next: `${restart} Et bokmerke til innloggingssiden virker ikke.`,
  },
  too_many_requests: {
    heading: 'For mange innlogginger eller forespørsler på en gang',
    body: 'Du er ikke logget inn. Det kom for mange forespørsler fra samme sted på kort tid.',
    next: `Vent et minutt og prøv igjen. ${urgent}`,
  },
  client_authentication_failed: {
    heading: 'Vi kunne ikke bekrefte hvilken tjeneste det er',
    body: 'Tjenesten fikk ikke tilgang. Nøkkelen eller sertifikatet den brukte, stemmer ikke med det som er registrert.',
    next: serviceMustMend,
  },
  assertion_replayed: {
    heading: 'Tjenesten brukte det samme beviset to ganger',
    body: 'Tjenesten fikk ikke tilgang. Beviset på hvem den er, kan bare brukes én gang.',
    next: tellService,
  },
  dpop_missing: {
    heading: 'Tjenesten viste ikke at den har nøkkelen sin',
    body: 'Tjenesten fikk ikke tilgang. Den må vise at den har nøkkelen, hver gang den spør.',
    next: serviceMustMend,
  },
  dpop_invalid: {
    heading: 'Beviset for nøkkelen stemmer ikke',
    body: 'Tjenesten fikk ikke tilgang. Den må vise at den har nøkkelen, hver gang den spør.',
    next: serviceMustMend,
  },
  dpop_replayed: {
    heading: 'Beviset for nøkkelen er brukt før',
    body: 'Tjenesten fikk ikke tilgang. Hvert bevis kan bare brukes én gang.',
    next: tellService,
  },
  dpop_nonce_required: {
    heading: 'Tjenesten må spørre en gang til',
    body: 'Vi ba tjenesten om et ferskt bevis. Det er en vanlig del av sikkerheten.',
    next: 'Vanligvis går dette av seg selv. Stopper det her, start på nytt fra tjenesten.',
  },
  grant_invalid: {
    heading: 'Innloggingen gjelder ikke lenger',
    body: 'Tjenesten fikk ikke tilgang. Innloggingen er utløpt, brukt opp eller gitt til en annen tjeneste.',
    next: 'Logg inn på nytt fra tjenesten.',
  },
  code_replayed: {
    heading: 'Innloggingen ble brukt to ganger',
    body: 'Vi har avsluttet tilgangen som innloggingen ga. Det beskytter deg mot misbruk.',
    next: 'Logg inn på nytt fra tjenesten. Skjer det igjen, ring oss og oppgi referansen.',
  },
  grant_ended: {
    heading: 'Tilgangen er avsluttet',
    body: 'Du har logget ut, eller tilgangen er trukket tilbake.',
    next: 'Logg inn på nytt fra tjenesten.',
  },
  level_not_reached: {
    heading: 'Innloggingen er ikke sterk nok for dette',
    body: 'Tjenesten fikk ikke tilgang. Det den ba om, krever et høyere sikkerhetsnivå enn du logget inn med.',
    next: 'Logg inn på nytt fra tjenesten med en eID på et høyere nivå.',
  },
  grant_type_refused: {
    heading: 'Tjenesten brukte en metode den ikke er godkjent for',
    body: 'Tjenesten fikk ikke tilgang.',
    next: serviceMustMend,
  },
  grant_type_unknown: {
    heading: 'Tjenesten brukte en metode vi ikke kjenner',
    body: 'Tjenesten fikk ikke tilgang.',
    next: serviceMustMend,
  },
  access_token_invalid: {
    heading: 'Tilgangen er utløpt eller ugyldig',
    body: 'Tjenesten fikk ikke svar på det den spurte om.',
    next: 'Logg inn på nytt fra tjenesten.',
  },
  login_required: {
    heading: 'Du må logge inn',
    body: 'Tjenesten spurte om du allerede var logget inn, og det er du ikke.',
    next: 'Gå tilbake til tjenesten og velg å logge inn.',
  },
  refresh_token_idle: {
    heading: 'Tilgangen har ligget ubrukt for lenge',
    body: 'Tjenesten har ikke brukt tilgangen på en stund. Da avslutter vi den.',
    next: 'Logg inn på nytt fra tjenesten.',
  },
  refresh_token_reused: {
    heading: 'Tilgangen ble brukt to ganger',
    body: 'Tjenesten fikk ikke tilgang. Hver nøkkel til fornyelse kan bare brukes én gang.',
    next: 'Logg inn på nytt fra tjenesten. Skjer det igjen, ring oss og oppgi referansen.',
  },
  subject_token_invalid: {
    heading: 'Tilgangen som skulle byttes, gjelder ikke',
    body: 'Tjenesten fikk ikke tilgang. Tilgangen den viste fram, er utløpt, avsluttet eller gitt av andre.',
    next: 'Logg inn på nytt fra tjenesten.',
  },
  exchange_not_permitted: {
    heading: 'Tjenesten kan ikke handle på vegne av den andre',
    body: 'Tjenesten fikk ikke tilgang. Tjenesten du logget inn i, har ikke gitt den lov.',
    next: serviceMustMend,
  },
  exchange_owner_mismatch: {
    heading: 'Tilgangen er gitt til en annen virksomhet',
    body: 'Tjenesten fikk ikke tilgang. Den kan bare bytte tilganger som er gitt til egen virksomhet.',
    next: serviceMustMend,
  },
  exchange_too_deep: {
    heading: 'Tilgangen er gitt videre for mange ganger',
    body: 'Tjenesten fikk ikke tilgang. Det er grense for hvor mange ledd en tilgang kan gå gjennom.',
    next: serviceMustMend,
  },
  exchange_organisation_ended: {
    heading: 'Den opprinnelige tjenesten handler ikke lenger for virksomheten',
    body: 'Tjenesten fikk ikke tilgang. Virksomheten eller tillatelsen som tilgangen bygger på, gjelder ikke lenger.',
    next: serviceMustMend,
  },
  exchange_details_refused: {
    heading: 'Virksomheten kan ikke velges på nytt her',
    body: 'Tjenesten fikk ikke tilgang. Den oppga en virksomhet der tilgangen allerede gjelder for én.',
    next: serviceMustMend,
  },
  temporarily_unavailable: {
    heading: 'Innloggingen er ikke tilgjengelig akkurat nå',
    body: 'Du er ikke logget inn. Feilen er hos oss, ikke hos deg.',
    next: `Prøv igjen om noen minutter. ${urgent}`,
  },
  server_error: {
    heading: 'Vi fikk ikke til det du ba om',
    body: 'Feilen er hos oss, ikke hos deg.',
    next: `Prøv igjen om noen minutter. Skjer det igjen, ring oss og oppgi referansen. ${urgent}`,
  },
} as const satisfies Partial<Texts['reasons']>
