import type { Texts } from '../texts.ts'
import { restart, serviceMustMend, tellService, urgent } from './advice.ts'

/** Nynorsk: refusals of requests, clients, grants, and our own faults (3xx and up), in the order of `src/http/reasons.ts`. */
export const protocolReasons = {
  request_invalid: {
    heading: 'Vi kan ikkje behandle førespurnaden frå tenesta',
    body: 'Du er ikkje logga inn. Tenesta bad om innlogging på ein måte vi ikkje kan ta imot.',
    next: tellService,
  },
  client_unknown: {
    heading: 'Vi kjenner ikkje tenesta som sende deg hit',
    body: 'Du er ikkje logga inn. Tenesta er ikkje registrert hos oss, og vi sender ikkje opplysningar om deg til nokon vi ikkje kjenner.',
    next: `Sjå etter at du kom frå rett nettstad. ${tellService}`,
  },
  redirect_uri_invalid: {
    heading: 'Tenesta oppgav ei adresse vi ikkje kjenner',
    body: 'Du er ikkje logga inn. Adressa vi skulle sende deg tilbake til, er ikkje registrert. Difor sender vi deg ikkje dit.',
    next: `Sjå etter at du kom frå rett nettstad. ${tellService}`,
  },
  scope_refused: {
    heading: 'Tenesta bad om ein tilgang ho ikkje har',
    body: 'Du er ikkje logga inn. Tenesta er ikkje godkjend for alt ho bad om.',
    next: serviceMustMend,
  },
  resource_refused: {
    heading: 'Tenesta bad om å bruke eit system ho ikkje har tilgang til',
    body: 'Du er ikkje logga inn. Systemet er ukjent, eller tenesta er ikkje godkjend for det.',
    next: serviceMustMend,
  },
  agreements_missing: {
    heading: 'Verksemda manglar ein avtale',
    body: 'Du er ikkje logga inn. Verksemda bak tenesta har ikkje alle avtalane som trengst for å bruke innlogginga.',
    next: `Kontakt den som har ansvaret for tenesta hos dykk. ${urgent}`,
  },
  client_disabled: {
    heading: 'Tenesta er ikkje aktiv hos oss',
    body: 'Du er ikkje logga inn. Tenesta eller verksemda bak ho er ikkje teken i bruk, eller ho er stengd.',
    next: serviceMustMend,
  },
  post_logout_redirect_uri_invalid: {
    heading: 'Vi kjenner ikkje adressa du skulle tilbake til',
    body: 'Du er ikkje logga ut. Adressa tenesta oppgav, er ikkje registrert. Difor sender vi deg ikkje dit.',
    next: 'Deler du maskina med andre, lukk alle nettlesarvindauge. Kontakt tenesta og oppgi referansen.',
  },
  id_token_hint_invalid: {
    heading: 'Vi kunne ikkje stadfeste kven som skal loggast ut',
    body: 'Du er ikkje logga ut. Opplysningane vi fekk frå tenesta, er ikkje frå oss.',
    next: 'Deler du maskina med andre, lukk alle nettlesarvindauge. Kontakt tenesta og oppgi referansen.',
  },
  not_found: {
    heading: 'Sida finst ikkje',
    body: 'Adressa kan vere skriven feil, eller sida kan vere fjerna.',
    next: 'Skal du logge inn, start i tenesta du vil bruke.',
  },
  method_not_allowed: {
    heading: 'Sida kan ikkje opnast på denne måten',
    body: 'Adressa finst, men tek ikkje imot det nettlesaren sende. Ingenting er endra.',
    next: restart,
  },
  host_unknown: {
    heading: 'Adressa i nettlesaren er ikkje vår',
    body: 'Du kom hit gjennom ei adresse vi ikkje kjenner. Difor stoppar vi her.',
    next: 'Sjå på adressa øvst i nettlesaren, og start på nytt frå tenesta.',
  },
  body_too_large: {
    heading: 'Det som vart sendt, er for stort',
    body: 'Vi tok ikkje imot det. Ingenting er endra.',
    next: tellService,
  },
  content_type_wrong: {
    heading: 'Det som vart sendt, har eit format vi ikkje les',
    body: 'Vi tok ikkje imot det. Ingenting er endra.',
    next: tellService,
  },
  pushed_request_required: {
    heading: 'Innlogginga må starte i tenesta',
    body: 'Du er ikkje logga inn. Tenesta skal seie frå til oss før ho sender deg hit, og det har ho ikkje gjort.',
    next: `${restart} Eit bokmerke til innloggingssida verkar ikkje.`,
  },
  too_many_requests: {
    heading: 'For mange innloggingar eller førespurnader på ein gong',
    body: 'Du er ikkje logga inn. Det kom for mange førespurnader frå same stad på kort tid.',
    next: `Vent eit minutt og prøv igjen. ${urgent}`,
  },
  client_authentication_failed: {
    heading: 'Vi kunne ikkje stadfeste kva teneste det er',
    body: 'Tenesta fekk ikkje tilgang. Nøkkelen eller sertifikatet ho brukte, stemmer ikkje med det som er registrert.',
    next: serviceMustMend,
  },
  assertion_replayed: {
    heading: 'Tenesta brukte det same beviset to gonger',
    body: 'Tenesta fekk ikkje tilgang. Beviset på kven ho er, kan berre brukast éin gong.',
    next: tellService,
  },
  dpop_missing: {
    heading: 'Tenesta viste ikkje at ho har nøkkelen sin',
    body: 'Tenesta fekk ikkje tilgang. Ho må vise at ho har nøkkelen, kvar gong ho spør.',
    next: serviceMustMend,
  },
  dpop_invalid: {
    heading: 'Beviset for nøkkelen stemmer ikkje',
    body: 'Tenesta fekk ikkje tilgang. Ho må vise at ho har nøkkelen, kvar gong ho spør.',
    next: serviceMustMend,
  },
  dpop_replayed: {
    heading: 'Beviset for nøkkelen er brukt før',
    body: 'Tenesta fekk ikkje tilgang. Kvart bevis kan berre brukast éin gong.',
    next: tellService,
  },
  dpop_nonce_required: {
    heading: 'Tenesta må spørje ein gong til',
    body: 'Vi bad tenesta om eit ferskt bevis. Det er ein vanleg del av tryggleiken.',
    next: 'Til vanleg går dette av seg sjølv. Stoppar det her, start på nytt frå tenesta.',
  },
  grant_invalid: {
    heading: 'Innlogginga gjeld ikkje lenger',
    body: 'Tenesta fekk ikkje tilgang. Innlogginga er utgått, brukt opp eller gitt til ei anna teneste.',
    next: 'Logg inn på nytt frå tenesta.',
  },
  code_replayed: {
    heading: 'Innlogginga vart brukt to gonger',
    body: 'Vi har avslutta tilgangen som innlogginga gav. Det vernar deg mot misbruk.',
    next: 'Logg inn på nytt frå tenesta. Skjer det igjen, ring oss og oppgi referansen.',
  },
  grant_ended: {
    heading: 'Tilgangen er avslutta',
    body: 'Du har logga ut, eller tilgangen er trekt tilbake.',
    next: 'Logg inn på nytt frå tenesta.',
  },
  level_not_reached: {
    heading: 'Innlogginga er ikkje sterk nok for dette',
    body: 'Tenesta fekk ikkje tilgang. Det ho bad om, krev eit høgare tryggleiksnivå enn du logga inn med.',
    next: 'Logg inn på nytt frå tenesta med ein eID på eit høgare nivå.',
  },
  grant_type_refused: {
    heading: 'Tenesta brukte ein metode ho ikkje er godkjend for',
    body: 'Tenesta fekk ikkje tilgang.',
    next: serviceMustMend,
  },
  grant_type_unknown: {
    heading: 'Tenesta brukte ein metode vi ikkje kjenner',
    body: 'Tenesta fekk ikkje tilgang.',
    next: serviceMustMend,
  },
  access_token_invalid: {
    heading: 'Tilgangen er utgått eller ugyldig',
    body: 'Tenesta fekk ikkje svar på det ho spurde om.',
    next: 'Logg inn på nytt frå tenesta.',
  },
  login_required: {
    heading: 'Du må logge inn',
    body: 'Tenesta spurde om du allereie var logga inn, og det er du ikkje.',
    next: 'Gå tilbake til tenesta og vel å logge inn.',
  },
  refresh_token_idle: {
    heading: 'Tilgangen har lege ubrukt for lenge',
    body: 'Tenesta har ikkje brukt tilgangen på ei stund. Då avsluttar vi han.',
    next: 'Logg inn på nytt frå tenesta.',
  },
  refresh_token_reused: {
    heading: 'Tilgangen vart brukt to gonger',
    body: 'Tenesta fekk ikkje tilgang. Kvar nøkkel til fornying kan berre brukast éin gong.',
    next: 'Logg inn på nytt frå tenesta. Skjer det igjen, ring oss og oppgi referansen.',
  },
  subject_token_invalid: {
    heading: 'Tilgangen som skulle bytast, gjeld ikkje',
    body: 'Tenesta fekk ikkje tilgang. Tilgangen ho viste fram, er utgått, avslutta eller gitt av andre.',
    next: 'Logg inn på nytt frå tenesta.',
  },
  exchange_not_permitted: {
    heading: 'Tenesta kan ikkje handle på vegner av den andre',
    body: 'Tenesta fekk ikkje tilgang. Tenesta du logga inn i, har ikkje gitt henne lov.',
    next: serviceMustMend,
  },
  exchange_owner_mismatch: {
    heading: 'Tilgangen er gitt til ei anna verksemd',
    body: 'Tenesta fekk ikkje tilgang. Ho kan berre byte tilgangar som er gitt til eiga verksemd.',
    next: serviceMustMend,
  },
  exchange_too_deep: {
    heading: 'Tilgangen er gitt vidare for mange gonger',
    body: 'Tenesta fekk ikkje tilgang. Det er ei grense for kor mange ledd ein tilgang kan gå gjennom.',
    next: serviceMustMend,
  },
  exchange_organisation_ended: {
    heading: 'Den opphavlege tenesta handlar ikkje lenger for verksemda',
    body: 'Tenesta fekk ikkje tilgang. Verksemda eller løyvet som tilgangen byggjer på, gjeld ikkje lenger.',
    next: serviceMustMend,
  },
  exchange_details_refused: {
    heading: 'Verksemda kan ikkje veljast på nytt her',
    body: 'Tenesta fekk ikkje tilgang. Ho oppgav ei verksemd der tilgangen alt gjeld for éi.',
    next: serviceMustMend,
  },
  temporarily_unavailable: {
    heading: 'Innlogginga er ikkje tilgjengeleg akkurat no',
    body: 'Du er ikkje logga inn. Feilen er hos oss, ikkje hos deg.',
    next: `Prøv igjen om nokre minutt. ${urgent}`,
  },
  server_error: {
    heading: 'Vi fekk ikkje til det du bad om',
    body: 'Feilen er hos oss, ikkje hos deg.',
    next: `Prøv igjen om nokre minutt. Skjer det igjen, ring oss og oppgi referansen. ${urgent}`,
  },
} as const satisfies Partial<Texts['reasons']>
