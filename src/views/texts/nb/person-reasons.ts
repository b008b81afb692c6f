import type { Texts } from '../texts.ts'
import { restart, urgent } from './advice.ts'

/** Bokmål: refusals about the person, the eID and the flow in the browser (1xx, 2xx), in the order of `src/http/reasons.ts`. */
export const personReasons = {
  minid_refused: {
    heading: 'MinID er ikke sikker nok her',
    body: 'Du er ikke logget inn. Du brukte MinID, som er på sikkerhetsnivå 3. {service} krever {needed}.',
    next: 'Logg inn med en eID på nivå 4, for eksempel BankID, Buypass ID eller Commfides.',
  },
  level_too_low: {
    heading: 'Innloggingen er ikke sikker nok her',
    body: 'Du er ikke logget inn. {provider} bekreftet deg på nivå {level}, men {service} krever {needed}.',
    withoutLevel: 'Du er ikke logget inn. {provider} bekreftet deg på et lavere nivå enn {service} krever.',
    next: 'Velg en eID på et høyere nivå.',
  },
  level_unknown: {
    heading: 'Vi vet ikke hvor sikker innloggingen var',
    body: 'Du er ikke logget inn. {provider} oppga ikke et sikkerhetsnivå som vi kjenner, og {service} krever {needed}. Feilen er ikke hos deg.',
    next: 'Velg en annen eID.',
  },
  employer_level_low: {
    heading: 'Innloggingen fra arbeidsgiveren er ikke sterk nok',
    body: 'Du er ikke logget inn. {employer} bekreftet deg på nivå {level}, men {service} krever {needed}.',
    withoutLevel: 'Du er ikke logget inn. {employer} oppga ikke hvor sikker innloggingen var.',
    next: 'Logg inn på nytt med smartkort eller sikkerhetsnøkkel, eller spør brukerstøtten på jobben.',
  },
  no_active_eid: {
    heading: 'Vi fant ingen aktiv eID',
    body: 'Du er ikke logget inn. {provider} fant ingen eID som er i bruk. En kodebrikke er ikke det samme som BankID. Den kan virke i nettbanken selv om du ikke har BankID.',
    next: 'Banken din må aktivere BankID for deg. Har du Buypass ID eller Commfides, kan du bruke den i stedet.',
  },
  eid_blocked: {
    heading: 'eID-en din er sperret',
    body: 'Du er ikke logget inn. {provider} svarer at eID-en er sperret. Det kan skyldes for mange forsøk, eller at den er meldt tapt.',
    next: 'Kontakt utstederen av eID-en, for eksempel banken din. Vi kan ikke åpne den for deg.',
  },
  pid_missing: {
    heading: 'Innloggingen manglet fødselsnummer',
    body: 'Du er ikke logget inn. {provider} sendte ikke fødselsnummer eller D-nummer, og det trenger {service} for å vite hvem du er.',
    next: 'Velg en annen eID. Logget du inn gjennom jobben, be brukerstøtten der om å sjekke at nummeret ditt er registrert.',
  },
  pid_invalid: {
    heading: 'Nummeret i eID-en er ikke gyldig',
    body: 'Du er ikke logget inn. Nummeret vi fikk fra {provider}, er ikke et gyldig fødselsnummer eller D-nummer.',
    next: 'Velg en annen eID, og si fra til utstederen av denne.',
  },
  pid_kind_not_allowed: {
    heading: 'Nummeret i eID-en kan ikke brukes her',
    body: 'Du er ikke logget inn. Vi tar ikke imot denne typen nummer. Testnumre og ekte numre blandes aldri, og hjelpenumre kan ikke brukes til å logge inn.',
    next: 'Bruk en eID med fødselsnummer eller D-nummer. Er dette en test, bruk en testperson.',
  },
  pid_retired: {
    heading: 'Nummeret i eID-en er ikke lenger i bruk',
    body: 'Du er ikke logget inn. Fødselsnummeret eller D-nummeret i eID-en er avsluttet i Folkeregisteret, ofte fordi du har fått et nytt.',
    next: 'Be utstederen av eID-en om å oppdatere den. Vi kan ikke endre nummeret for deg. Lurer du på noe som gjelder fødselsnummeret ditt, kontakt Skatteetaten.',
  },
  person_dead: {
    heading: 'Nummeret tilhører en person som er registrert død',
    body: 'Du er ikke logget inn. Folkeregisteret viser at personen med dette nummeret er død. Ingen andre kan bruke denne eID-en.',
    next: 'Er registreringen feil, kontakt Skatteetaten. Er du pårørende og trenger innsyn, ring oss, så hjelper vi deg videre.',
  },
  authentication_too_old: {
    heading: 'Du må logge inn på nytt',
    body: 'Du er ikke logget inn. {provider} gjenbrukte en tidligere innlogging, men {service} krever en ny.',
    next: 'Prøv igjen, og bekreft med eID-en din når du blir spurt.',
  },
  cancelled: {
    heading: 'Du avbrøt innloggingen',
    body: 'Du er ikke logget inn, og vi har ikke sendt opplysninger om deg til {service}.',
    next: 'Du kan prøve igjen, eller gå tilbake til {service}.',
  },
  login_timed_out: {
    heading: 'Innloggingen tok for lang tid',
    body: 'Du er ikke logget inn. {provider} ventet på svar fra deg til tiden gikk ut.',
    next: 'Prøv igjen, og ha mobilen, kortet eller kodebrikken klar.',
  },
  provider_refused: {
    heading: '{provider} godtok ikke innloggingen',
    body: 'Du er ikke logget inn. {provider} oppga ingen grunn som vi kjenner.',
    next: 'Prøv igjen, eller velg en annen eID. Skjer det igjen, kontakt {provider}.',
  },
  provider_unavailable: {
    heading: '{provider} svarer ikke',
    body: 'Du er ikke logget inn. Feilen er ikke hos deg.',
    next: `Prøv igjen om noen minutter, eller velg en annen eID. ${urgent}`,
  },
  provider_answer_invalid: {
    heading: 'Vi kan ikke stole på svaret fra {provider}',
    body: 'Du er ikke logget inn. Svaret besto ikke kontrollene våre, og derfor stoppet vi innloggingen. Feilen er ikke hos deg.',
    next: 'Prøv igjen, eller velg en annen eID. Skjer det igjen, ring oss og oppgi referansen.',
  },
  organisation_mismatch: {
    heading: 'Innloggingen gjelder en annen virksomhet',
    body: 'Du er ikke logget inn. Du logget inn gjennom en arbeidsgiver, men {service} tilhører en annen virksomhet.',
    next: 'Bruk en eID som er din egen, for eksempel BankID, eller logg inn gjennom riktig arbeidsgiver.',
  },
  register_unavailable: {
    heading: 'Vi får ikke kontrollert nummeret ditt nå',
    body: 'Du er ikke logget inn. Vi må spørre Folkeregisteret eller Helsepersonellregisteret før vi logger deg inn, og vi fikk ikke svar. Feilen er ikke hos deg.',
    next: `Prøv igjen om noen minutter. ${urgent}`,
  },
  register_ambiguous: {
    heading: 'Registeret ga mer enn ett svar',
    body: 'Du er ikke logget inn. Da vi spurte registeret om nummeret ditt, fikk vi mer enn én person til svar. Vi gjetter ikke hvem av dem som er deg.',
    next: 'Ring oss og oppgi referansen. Gjelder det HPR-nummeret ditt, kan Helsedirektoratet rette det.',
  },
  provider_unknown: {
    heading: 'eID-en som tjenesten ba om, finnes ikke her',
    body: 'Du er ikke logget inn. {service} ba om en innlogging vi ikke kjenner.',
    next: 'Velg en annen eID.',
  },
  provider_not_allowed: {
    heading: 'Denne eID-en kan ikke brukes her',
    body: 'Du er ikke logget inn. {service} har ikke åpnet for å logge inn med denne eID-en.',
    next: 'Velg en annen eID.',
  },
  provider_too_weak: {
    heading: 'Denne eID-en er ikke sikker nok her',
    body: 'Du er ikke logget inn. eID-en er på et lavere nivå enn {service} krever.',
    next: 'Velg en eID på et høyere nivå.',
  },
  no_provider_left: {
    heading: 'Ingen eID kan brukes her nå',
    body: 'Du er ikke logget inn. Ingen av innloggingene våre oppfyller det {service} krever.',
    next: `Kontakt den som har ansvaret for tjenesten. ${urgent}`,
  },
  person_unknown: {
    heading: 'Vi finner deg ikke i Folkeregisteret',
    body: 'Du er ikke logget inn. Folkeregisteret kjenner ikke fødselsnummeret eller D-nummeret i eID-en.',
    next: 'Lurer du på noe som gjelder nummeret ditt, kontakt Skatteetaten. Du kan også velge en annen eID.',
  },
  too_young: {
    heading: 'Du er for ung til å logge inn her',
    body: 'Du er ikke logget inn. Du må være {age} for å logge inn på {service} på egen hånd.',
    next: 'Du kan likevel få hjelp. Du har rett til å være med å bestemme, og du kan ta kontakt selv: ring fastlegen, eller gå til helsesykepleieren på skolen eller helsestasjon for ungdom.\nEr du mellom 13 og 16 år, kan du bruke noen tjenester hvis foreldrene dine samtykker.\nTrenger du noen å snakke med, ring Alarmtelefonen for barn og unge på 116 111, hele døgnet. Er det akutt, ring 113.',
  },
  age_unknown: {
    heading: 'Vi vet ikke hvor gammel du er',
    body: 'Du er ikke logget inn. Du må være {age} for å logge inn på {service} på egen hånd, og vi fikk ikke vite fødselsdatoen din.',
    next: 'Ring oss og oppgi referansen. Er fødselsdatoen din feil i Folkeregisteret, kontakt Skatteetaten.',
  },
  login_not_completed: {
    heading: 'Innloggingen ble ikke fullført',
    body: 'Du er ikke logget inn. {provider} forteller oss ikke om du avbrøt, eller om noe stoppet deg underveis.',
    next: 'Prøv igjen, eller velg en annen eID. Sto det hos {provider} at noe er sperret, utløpt eller ikke tatt i bruk, må du ordne det der. Vi kan ikke gjøre det for deg.',
  },
  login_in_progress: {
    heading: 'En annen innlogging er i gang',
    body: 'Du er ikke logget inn. {provider} svarer at det allerede er en innlogging i gang på telefonen din.',
    next: 'Fullfør eller avvis den på telefonen, og prøv igjen. Startet du den ikke selv, skal du avvise den.',
  },
  guest_account: {
    heading: 'Gjestekontoer kan ikke brukes her',
    body: 'Du er ikke logget inn. Kontoen din er en gjest hos {employer}, og da vet vi ikke hvem som har kontrollert hvem du er.',
    next: 'Logg inn med kontoen hos din egen arbeidsgiver, eller bruk en eID som er din egen, for eksempel BankID.',
  },
  login_expired: {
    heading: 'Innloggingen tok for lang tid',
    body: 'Du er ikke logget inn. Innloggingen må være ferdig innen {minutes} minutter. Det beskytter deg mot misbruk.',
    next: 'Gå tilbake til {service} og start på nytt. Har du glemt telefonen eller kortet, hent det først.',
  },
  login_finished: {
    heading: 'Denne innloggingen er ferdig',
    body: 'Innloggingen er brukt, og siden kan ikke brukes en gang til. Er du logget inn i {service}, er du det fortsatt.',
    next: 'Du kan lukke denne siden og fortsette i {service}.',
  },
  attempt_superseded: {
    heading: 'Du har startet innloggingen på nytt',
    body: 'Du er ikke logget inn. Svaret fra {provider} hørte til et tidligere forsøk, og vi brukte det ikke.',
    next: 'Fullfør innloggingen du startet sist, hvis den er åpen i et annet vindu. Eller velg på nytt her.',
  },
  page_expired: {
    heading: 'Siden er utløpt',
    body: 'Du er ikke logget inn. Innloggingen må fullføres innen {minutes} minutter, og hver side kan bare brukes én gang. Det beskytter deg mot misbruk.',
    next: restart,
  },
  other_browser: {
    heading: 'Innloggingen ble startet i en annen nettleser',
    body: 'Du er ikke logget inn. Hele innloggingen må skje i samme nettleser, og den må ta imot informasjonskapsler. Det beskytter deg mot misbruk.',
    next: `${restart} Fikk du en lenke hit fra noen andre, skal du ikke bruke den.`,
  },
  form_not_ours: {
    heading: 'Vi kunne ikke bekrefte at skjemaet er vårt',
    body: 'Ingenting er endret. Siden kan ha stått åpen for lenge, eller skjemaet kan være sendt fra et annet nettsted.',
    next: restart,
  },
  request_uri_invalid: {
    heading: 'Innloggingen er brukt eller utløpt',
    body: 'Du er ikke logget inn. En innlogging kan bare startes én gang, og innen kort tid. Det beskytter deg mot misbruk.',
    next: `${restart} Et bokmerke til innloggingssiden virker ikke.`,
  },
  person_changed: {
    heading: 'En annen person har logget inn her',
    body: 'Du er ikke logget inn. En annen person logget inn i samme nettleser mens innloggingen din pågikk.',
    next: 'Lukk alle nettleservinduer, og start på nytt fra tjenesten.',
  },
} as const satisfies Partial<Texts['reasons']>
