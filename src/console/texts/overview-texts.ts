import type { Phrase } from '../view/speak.ts'

export const overviewTexts = {
  title: ['Hvem bruker hva', 'Kven brukar kva', 'Who uses what'],
  lead: [
    'Klientene og API-ene som er dine å se, og tilgangene mellom dem.',
    'Klientane og API-ane som er dine å sjå, og tilgangane mellom dei.',
    'The clients and APIs that are yours to see, and the access between them.',
  ],
  waiting: [
    '{count} forespørsler venter på svar',
    '{count} førespurnader ventar på svar',
    '{count} requests are waiting',
  ],
  waitingOne: ['1 forespørsel venter på svar', '1 førespurnad ventar på svar', '1 request is waiting'],
  waitingLead: [
    'Se hvem som spør, og svar under API-et.',
    'Sjå kven som spør, og svar under API-et.',
    'See who asks, and answer at the API.',
  ],
  keysEnd: ['Nøkler som snart utløper', 'Nøklar som snart går ut', 'Keys that end soon'],
  keyEnds: ['{kid} om {days} dager', '{kid} om {days} dagar', '{kid} in {days} days'],
  waitingHeading: ['Venter på svar', 'Ventar på svar', 'Waiting for an answer'],
  noneWaiting: ['Ingen forespørsler venter.', 'Ingen førespurnader ventar.', 'No requests are waiting.'],
  whoHas: ['Hvem har tilgang', 'Kven har tilgang', 'Who has access'],
  nobodyHas: ['Ingen har hatt tilgang ennå.', 'Ingen har hatt tilgang enno.', 'Nobody has had access yet.'],
  filter: ['Avgrens', 'Avgrens', 'Filter'],
  q: ['Navn eller id', 'Namn eller id', 'Name or id'],
  organisation: ['Organisasjonsnummer', 'Organisasjonsnummer', 'Organisation number'],
  api: ['API', 'API', 'API'],
  status: ['Status', 'Status', 'Status'],
  all: ['Alle', 'Alle', 'All'],
  matrix: ['Tilganger', 'Tilgangar', 'Access'],
  client: ['Klient', 'Klient', 'Client'],
  others: ['Andre API-er', 'Andre API-ar', 'Other APIs'],
  empty: [
    'Ingen tilganger passer. Ta bort noe av det du avgrenser med.',
    'Ingen tilgangar passar. Ta bort noko av det du avgrensar med.',
    'No access fits. Remove some of the filters.',
  ],
  graph: ['Tegnet', 'Teikna', 'Drawn'],
  graphTitle: [
    'Klienter til venstre, API-er til høyre',
    'Klientar til venstre, API-ar til høgre',
    'Clients on the left, APIs on the right',
  ],
  graphDescription: [
    'Klienter, API-er og linjer for tilgangene mellom dem: {clients} klienter, {apis} API-er. Det samme står i tabellen under.',
    'Klientar, API-ar og linjer for tilgangane mellom dei: {clients} klientar, {apis} API-ar. Det same står i tabellen under.',
    'Clients, APIs and lines for the access between them: {clients} clients, {apis} APIs. The table below says the same.',
  ],
  graphCut: [
    'Tegningen viser de første {clients} klientene. Avgrens for å se de andre.',
    'Teikninga viser dei første {clients} klientane. Avgrens for å sjå dei andre.',
    'The drawing shows the first {clients} clients. Filter to see the others.',
  ],
  used: ['sist brukt {time}', 'sist brukt {time}', 'last used {time}'],
  unused: ['ikke brukt siste 30 dager', 'ikkje brukt siste 30 dagar', 'not used in the last 30 days'],
  first: ['Første side', 'Første side', 'First page'],
  next: ['Neste side', 'Neste side', 'Next page'],
  pages: ['Sider', 'Sider', 'Pages'],
} as const satisfies Record<string, Phrase>

export const accessStatusTexts = {
  requested: ['Venter', 'Ventar', 'Waiting'],
  approved: ['Godkjent', 'Godkjend', 'Approved'],
  refused: ['Avslått', 'Avslått', 'Refused'],
  revoked: ['Trukket tilbake', 'Trekt tilbake', 'Revoked'],
} as const satisfies Record<string, Phrase>

export const entityStatusTexts = {
  active: ['Aktiv', 'Aktiv', 'Active'],
  disabled: ['Deaktivert', 'Deaktivert', 'Disabled'],
  draft: ['Kladd', 'Kladd', 'Draft'],
  revoked: ['Trukket tilbake', 'Trekt tilbake', 'Revoked'],
} as const satisfies Record<string, Phrase>
