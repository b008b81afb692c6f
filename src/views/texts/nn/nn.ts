import type { Texts } from '../texts.ts'
import { detailsReasons } from './details-reasons.ts'
import { help } from './help.ts'
import { integratorAdvice } from './integrator-advice.ts'
import { personReasons } from './person-reasons.ts'
import { protocolReasons } from './protocol-reasons.ts'
import { registryReasons } from './registry-reasons.ts'

/** Nynorsk. */
export const nn: Texts = {
  frame: {
    skip: 'Hopp til hovudinnhald',
    languages: 'Språk',
    help: 'Treng du hjelp? Ring {name} på {phone} ({hours}).',
    neverAsk: 'Vi spør aldri om passord eller kodar.',
    footer: 'Tillit gir trygg innlogging til tenester i helse- og omsorgssektoren.',
  },
  standIns: {
    service: 'tenesta',
    provider: 'eID-leverandøren',
    employer: 'arbeidsgivaren',
    needed: 'eit høgare nivå',
    minutes: 'nokre få',
    age: 'eldre',
  },
  age: '{years} år',
  needed: { 3: 'nivå 3', 4: 'nivå 4' },
  choose: {
    title: 'Logg inn på {service}',
    over: 'Du loggar inn på',
    owner: 'Levert av {owner}',
    check: 'Adressa øvst i nettlesaren skal byrje med {origin}',
    heading: 'Vel korleis du vil logge inn',
    lastUsed: 'Sist brukt',
    cancel: 'Avbryt og gå tilbake',
  },
  demand: {
    3: {
      sentence: '{service} krev tryggleiksnivå 3 eller høgare.',
      question: 'Kva er tryggleiksnivå 3?',
      answer:
        'På nivå 3 loggar du inn med eit passord og ein kode du får på mobilen, til dømes med MinID. Ein eID på nivå 4 kan òg brukast.',
    },
    4: {
      sentence: '{service} krev tryggleiksnivå 4, det høgaste nivået.',
      question: 'Kva er tryggleiksnivå 4?',
      answer:
        'Du fekk eID-en ved å vise pass eller ID-kort, og du loggar inn med to ting: noko du har, og noko du veit eller er. MinID er på nivå 3 og kan ikkje brukast her.',
    },
  },
  missing: {
    provider_too_weak: '{provider} kan ikkje brukast her. Nivået er lågare enn tenesta krev.',
    provider_not_allowed: '{provider} kan ikkje brukast her. Tenesta har ikkje opna for det.',
    provider_unavailable: '{provider} svara ikkje sist vi prøvde. Det kan verke igjen no.',
  },
  notice: {
    provider_too_weak: 'Innlogginga som {service} bad om, er på eit lågare nivå enn ho krev. Vel ein annan eID.',
    provider_not_allowed: 'Innlogginga som {service} bad om, kan ikkje brukast her. Vel ein annan eID.',
    provider_unavailable: 'Innlogginga som {service} bad om, svarar ikkje akkurat no. Vel ein annan eID.',
    provider_unknown: 'Innlogginga som {service} bad om, finst ikkje her. Vel ein annan eID.',
    step_up_age: 'Det er ei stund sidan du logga inn. {service} krev at du loggar inn på nytt.',
    step_up_level: 'Du er allereie logga inn, men {service} krev eit høgare tryggleiksnivå. Logg inn éin gong til.',
    step_up_organisation:
      'Du er logga inn gjennom ein arbeidsgivar, men {service} høyrer til ei anna verksemd. Logg inn éin gong til.',
    step_up_provider:
      'Du er allereie logga inn, men {service} tek ikkje imot eID-en du brukte. Logg inn med ein annan.',
    step_up_register:
      'Sist fekk vi ikkje svar frå Helsepersonellregisteret (HPR), og {service} treng svaret. Logg inn éin gong til.',
  },
  waiting: {
    heading: 'Vi har sendt deg til {provider}',
    body: 'Du er ikkje logga inn enno. Vi ventar på svar frå {provider}.',
    next: 'Skjedde det ikkje noko, eller kom du ikkje vidare der? Prøv igjen, eller vel ein annan eID.',
    earlier:
      'Startar du på nytt, gjeld ikkje det førre forsøket lenger. Ligg det ein førespurnad frå det på telefonen, avvis han.',
    deadline: 'Innlogginga må vere ferdig innan {time}.',
    continue: 'Prøv {provider} igjen',
    choose: 'Eller vel på nytt',
  },
  refusal: {
    retry: 'Prøv igjen, eller vel ein annan eID',
    other: 'Vel ein annan eID',
    noneQuestion: 'Har du ingen av dei?',
    noneAnswer: 'Spør banken din om BankID, eller bestill Buypass ID. Du må vise pass eller nasjonalt ID-kort.',
    back: 'Tilbake til {service}',
    start: 'Gå til {service}',
  },
  reference: {
    code: 'Referanse',
    time: 'Tidspunkt',
    note: 'Oppgi referansen om du ringjer. Han inneheld ikkje personopplysningar.',
  },
  hop: {
    heading: 'Vi sender deg vidare til {name}',
    body: 'Skjer det ikkje noko, vel Gå vidare.',
    continue: 'Gå vidare',
    chooseAgain: 'Vel ein annan eID',
  },
  logout: {
    heading: 'Vil du logge ut?',
    listed: 'Du blir logga ut av:',
    unlisted: 'Du blir logga ut av alle tenester du har opna med denne innlogginga.',
    logout: 'Logg ut',
    stay: 'Bli verande innlogga',
  },
  loggedOut: {
    heading: 'Du er logga ut',
    services: 'Du er logga ut av {services}.',
    noServices: 'Du har inga aktiv innlogging hos oss i denne nettlesaren.',
    failed: 'Vi fekk ikkje svar frå {failed}. Du kan framleis vere logga inn der.',
    shared: 'Deler du maskina med andre, lukk alle nettlesarvindauge.',
    back: 'Tilbake til {service}',
    stayedHeading: 'Du er framleis logga inn',
    stayed: 'Ingenting er endra. Du kan lukke denne sida og halde fram i tenesta.',
  },
  home: {
    heading: 'Trygg innlogging i helse- og omsorgssektoren',
    lead: 'Tillit lèt deg logge inn med den eID-en du alt har, og gir tenestene eit sikkert svar på kven du er.',
    body: 'Her treng du ikkje gjere noko. Skal du logge inn, start i tenesta du vil bruke. Ho sender deg hit når det trengst.',
    discovery: 'Teknisk omtale for utviklarar (OpenID Connect)',
    demo: 'Prøv demotenesta',
    console: 'Konsollen: kven som får bruke kva',
  },
  aboutError: {
    advice: 'Kva du gjer',
    error: 'Feil til klienten',
    status: 'HTTP-status',
    name: 'Namn i loggen',
    told: 'Kva personen får vite',
    more: 'Hovudet x-correlation-id i svaret fører til loggen: der ser eigaren av klienten kva som var venta, og kva som kom (tillit explain).',
    all: 'Alle avslag',
    index: 'Avslag og nummera deira',
    lead: 'Kvart avslag ber nummeret sitt i error_uri. Eit nummer blir aldri brukt om igjen til noko anna.',
  },
  help,
  integratorAdvice,
  reasons: { ...personReasons, ...protocolReasons, ...detailsReasons, ...registryReasons },
}
