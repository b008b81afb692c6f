import type { Texts } from '../texts.ts'
import { detailsReasons } from './details-reasons.ts'
import { help } from './help.ts'
import { integratorAdvice } from './integrator-advice.ts'
import { personReasons } from './person-reasons.ts'
import { protocolReasons } from './protocol-reasons.ts'
import { registryReasons } from './registry-reasons.ts'

/** Bokmål. */
export const nb: Texts = {
  frame: {
    skip: 'Hopp til hovedinnhold',
    languages: 'Språk',
    help: 'Trenger du hjelp? Ring {name} på {phone} ({hours}).',
    neverAsk: 'Vi spør aldri om passord eller koder.',
    footer: 'Tillit gir sikker innlogging til tjenester i helse- og omsorgssektoren.',
  },
  standIns: {
    service: 'tjenesten',
    provider: 'eID-leverandøren',
    employer: 'arbeidsgiveren',
    needed: 'et høyere nivå',
    minutes: 'noen få',
    age: 'eldre',
  },
  age: '{years} år',
  needed: { 3: 'nivå 3', 4: 'nivå 4' },
  choose: {
    title: 'Logg inn på {service}',
    over: 'Du logger inn på',
    owner: 'Levert av {owner}',
    check: 'Adressen øverst i nettleseren skal begynne med {origin}',
    heading: 'Velg hvordan du vil logge inn',
    lastUsed: 'Sist brukt',
    cancel: 'Avbryt og gå tilbake',
  },
  demand: {
    3: {
      sentence: '{service} krever sikkerhetsnivå 3 eller høyere.',
      question: 'Hva er sikkerhetsnivå 3?',
      answer:
        'På nivå 3 logger du inn med et passord og en kode du får på mobilen, for eksempel med MinID. En eID på nivå 4 kan også brukes.',
    },
    4: {
      sentence: '{service} krever sikkerhetsnivå 4, det høyeste nivået.',
      question: 'Hva er sikkerhetsnivå 4?',
      answer:
        'Du fikk eID-en ved å vise pass eller ID-kort, og du logger inn med to ting: noe du har, og noe du vet eller er. MinID er på nivå 3 og kan ikke brukes her.',
    },
  },
  missing: {
    provider_too_weak: '{provider} kan ikke brukes her. Nivået er lavere enn tjenesten krever.',
    provider_not_allowed: '{provider} kan ikke brukes her. Tjenesten har ikke åpnet for det.',
    provider_unavailable: '{provider} svarte ikke sist vi prøvde. Det kan virke igjen nå.',
  },
  notice: {
    provider_too_weak: 'Innloggingen som {service} ba om, er på et lavere nivå enn den krever. Velg en annen eID.',
    provider_not_allowed: 'Innloggingen som {service} ba om, kan ikke brukes her. Velg en annen eID.',
    provider_unavailable: 'Innloggingen som {service} ba om, svarer ikke akkurat nå. Velg en annen eID.',
    provider_unknown: 'Innloggingen som {service} ba om, finnes ikke her. Velg en annen eID.',
    step_up_age: 'Det er en stund siden du logget inn. {service} krever at du logger inn på nytt.',
    step_up_level: 'Du er allerede logget inn, men {service} krever et høyere sikkerhetsnivå. Logg inn én gang til.',
    step_up_organisation:
      'Du er logget inn gjennom en arbeidsgiver, men {service} tilhører en annen virksomhet. Logg inn én gang til.',
    step_up_provider: 'Du er allerede logget inn, men {service} tar ikke imot eID-en du brukte. Logg inn med en annen.',
    step_up_register:
      'Sist fikk vi ikke svar fra Helsepersonellregisteret (HPR), og {service} trenger svaret. Logg inn én gang til.',
  },
  waiting: {
    heading: 'Vi har sendt deg til {provider}',
    body: 'Du er ikke logget inn ennå. Vi venter på svar fra {provider}.',
    next: 'Skjedde det ikke noe, eller kom du ikke videre der? Prøv igjen, eller velg en annen eID.',
    earlier:
      'Starter du på nytt, gjelder ikke det forrige forsøket lenger. Ligger det en forespørsel fra det på telefonen, avvis den.',
    deadline: 'Innloggingen må være ferdig innen {time}.',
    continue: 'Prøv {provider} igjen',
    choose: 'Eller velg på nytt',
  },
  refusal: {
    retry: 'Prøv igjen, eller velg en annen eID',
    other: 'Velg en annen eID',
    noneQuestion: 'Har du ingen av dem?',
    noneAnswer: 'Spør banken din om BankID, eller bestill Buypass ID. Du må vise pass eller nasjonalt ID-kort.',
    back: 'Tilbake til {service}',
    start: 'Gå til {service}',
  },
  reference: {
    code: 'Referanse',
    time: 'Tidspunkt',
    note: 'Oppgi referansen hvis du ringer. Den inneholder ikke personopplysninger.',
  },
  hop: {
    heading: 'Vi sender deg videre til {name}',
    body: 'Skjer det ikke noe, velg Gå videre.',
    continue: 'Gå videre',
    chooseAgain: 'Velg en annen eID',
  },
  logout: {
    heading: 'Vil du logge ut?',
    listed: 'Du blir logget ut av:',
    unlisted: 'Du blir logget ut av alle tjenester du har åpnet med denne innloggingen.',
    logout: 'Logg ut',
    stay: 'Forbli innlogget',
  },
  loggedOut: {
    heading: 'Du er logget ut',
    services: 'Du er logget ut av {services}.',
    noServices: 'Du har ingen aktiv innlogging hos oss i denne nettleseren.',
    failed: 'Vi fikk ikke svar fra {failed}. Du kan fortsatt være logget inn der.',
    shared: 'Deler du maskinen med andre, lukk alle nettleservinduer.',
    back: 'Tilbake til {service}',
    stayedHeading: 'Du er fortsatt logget inn',
    stayed: 'Ingenting er endret. Du kan lukke denne siden og fortsette i tjenesten.',
  },
  home: {
    heading: 'Sikker innlogging i helse- og omsorgssektoren',
    lead: 'Tillit lar deg logge inn med den eID-en du allerede har, og gir tjenestene et sikkert svar på hvem du er.',
    body: 'Her er det ingenting du trenger å gjøre. Skal du logge inn, start i tjenesten du vil bruke. Den sender deg hit når det trengs.',
    discovery: 'Teknisk beskrivelse for utviklere (OpenID Connect)',
    demo: 'Prøv demotjenesten',
    console: 'Konsollen: hvem som får bruke hva',
  },
  aboutError: {
    advice: 'Hva du gjør',
    error: 'Feil til klienten',
    status: 'HTTP-status',
    name: 'Navn i loggen',
    told: 'Hva personen får vite',
    more: 'Hodet x-correlation-id i svaret fører til loggen: der ser eieren av klienten hva som var ventet, og hva som kom (tillit explain).',
    all: 'Alle avslag',
    index: 'Avslag og numrene deres',
    lead: 'Hvert avslag bærer nummeret sitt i error_uri. Et nummer blir aldri brukt om igjen til noe annet.',
  },
  help,
  integratorAdvice,
  reasons: { ...personReasons, ...protocolReasons, ...detailsReasons, ...registryReasons },
}
