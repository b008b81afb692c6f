import type { Phrase } from '../view/speak.ts'

/** Words around every page of the console. */
export const frameTexts = {
  console: ['Konsoll', 'Konsoll', 'Console'],
  areas: ['Områder', 'Område', 'Areas'],
  trail: ['Du er her', 'Du er her', 'You are here'],
  tabs: ['Deler av siden', 'Delar av sida', 'Parts of the page'],
  logOut: ['Logg ut', 'Logg ut', 'Log out'],
  overview: ['Oversikt', 'Oversikt', 'Overview'],
  clients: ['Klienter', 'Klientar', 'Clients'],
  apis: ['API-er', 'API-ar', 'APIs'],
  organisations: ['Organisasjoner', 'Organisasjonar', 'Organisations'],
  providers: ['eID-leverandører', 'eID-leverandørar', 'eID providers'],
  audit: ['Revisjonslogg', 'Revisjonslogg', 'Audit trail'],
  keys: ['Signeringsnøkler', 'Signeringsnøklar', 'Signing keys'],
  administrators: ['Administratorer', 'Administratorar', 'Administrators'],
  revisions: ['Endringer', 'Endringar', 'Changes'],
  operator: ['operatør', 'operatør', 'operator'],
  owner: ['for {organisations}', 'for {organisations}', 'for {organisations}'],
  loginHeading: ['Logg inn i konsollen', 'Logg inn i konsollen', 'Log in to the console'],
  loginLead: [
    'Her styrer operatører, API-eiere og klienteiere hvem som får bruke hva.',
    'Her styrer operatørar, API-eigarar og klienteigarar kven som får bruke kva.',
    'Here operators, API owners and client owners decide who may use what.',
  ],
  loginBody: [
    'Du logger inn med din egen eID på sikkerhetsnivå 4. Innloggingen varer i 30 minutter uten bruk, og i høyst 8 timer.',
    'Du loggar inn med din eigen eID på tryggleiksnivå 4. Innlogginga varer i 30 minutt utan bruk, og i høgst 8 timar.',
    'You log in with your own eID at security level 4. The login lasts for 30 minutes without use, and for at most 8 hours.',
  ],
  loginButton: ['Logg inn', 'Logg inn', 'Log in'],
  nobodyHeading: ['Du administrerer ingenting her', 'Du administrerer ingenting her', 'You administer nothing here'],
  nobodyLead: [
    'Du er logget inn, men du er ikke registrert som administrator for noen organisasjon.',
    'Du er logga inn, men du er ikkje registrert som administrator for nokon organisasjon.',
    'You are logged in, but you are not registered as an administrator of any organisation.',
  ],
  nobodyNext: [
    'En operatør må legge deg til. Be den som er ansvarlig for avtalen med oss i din organisasjon om å kontakte {name}, og oppgi hvilken organisasjon det gjelder.',
    'Ein operatør må leggje deg til. Be den som er ansvarleg for avtalen med oss i din organisasjon om å kontakte {name}, og seie kva organisasjon det gjeld.',
    'An operator must add you. Ask the person responsible for the agreement with us in your organisation to contact {name}, and say which organisation it is about.',
  ],
  nobodyOther: [
    'Logget du inn med feil eID? Logg ut og prøv igjen.',
    'Logga du inn med feil eID? Logg ut og prøv igjen.',
    'Did you log in with the wrong eID? Log out and try again.',
  ],
} as const satisfies Record<string, Phrase>
