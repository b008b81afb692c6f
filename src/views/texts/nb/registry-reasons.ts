import type { Texts } from '../texts.ts'

/** Bokmål: refusals of the registry's APIs (6xx). In the order of `src/http/reasons.ts`. */
export const registryReasons = {
  insufficient_scope: {
    heading: 'Tilgangen dekker ikke dette',
    body: 'Ingenting ble endret. Tilgangen som ble brukt, har ikke rettigheten som trengs.',
    next: 'Be om rettigheten, eller la noen som har den, gjøre det.',
  },
  change_not_allowed: {
    heading: 'Du kan ikke endre dette',
    body: 'Ingenting ble endret. Det tilhører noen andre, eller bare en driftsansvarlig kan avgjøre det.',
    next: 'Spør den det tilhører, eller de driftsansvarlige.',
  },
  change_refused: {
    heading: 'Endringen kan ikke gjøres',
    body: 'Ingenting ble endret. Noe i den er feil eller strider mot det som er registrert.',
    next: 'Rett det som er listet opp, og prøv igjen.',
  },
  precondition_failed: {
    heading: 'Noen andre kom først',
    body: 'Ingenting ble endret. Det er blitt endret etter at du så på det.',
    next: 'Hent det på nytt, og gjør endringen i den nye utgaven.',
  },
  precondition_required: {
    heading: 'Det må være klart hva du har sett',
    body: 'Ingenting ble endret. Forespørselen sier ikke hvilken utgave den endrer.',
    next: 'Hent det først, og send med utgaven.',
  },
  private_key_offered: {
    heading: 'En privat nøkkel ble sendt',
    body: 'Den ble ikke tatt vare på. Bare den offentlige halvdelen av en nøkkel blir registrert her.',
    next: 'Regn nøkkelen som avslørt: lag en ny, og send den offentlige halvdelen.',
  },
  last_key: {
    heading: 'Den siste nøkkelen kan ikke fjernes',
    body: 'Ingenting ble endret. Uten denne nøkkelen kan ikke klienten logge inn hos oss.',
    next: 'Registrer en ny nøkkel først, eller deaktiver klienten.',
  },
  api_key_invalid: {
    heading: 'API-nøkkelen gjelder ikke',
    body: 'Ingenting ble registrert. API-nøkkelen er ukjent, utløpt eller trukket tilbake.',
    next: 'Be den som administrerer virksomheten, om en ny.',
  },
  not_a_draft: {
    heading: 'Klienten er ikke et utkast',
    body: 'Ingenting ble endret. Klienten er bekreftet eller deaktivert fra før.',
    next: 'Se hva klienten er nå. En deaktivert klient åpner en driftsansvarlig.',
  },
  return_address_wrong: {
    heading: 'Lenken leder ikke tilbake til programmet ditt',
    body: 'Ingenting er endret. Adressen sier at du skal videre til et sted som ikke er et program på din egen maskin, og det gjør vi ikke.',
    next: 'Start på nytt fra programmet som åpnet siden. Skjer det igjen, si fra til den som leverer programmet.',
  },
} as const satisfies Partial<Texts['reasons']>
