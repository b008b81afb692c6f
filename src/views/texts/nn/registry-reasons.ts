import type { Texts } from '../texts.ts'

/** Nynorsk: refusals of the registry's APIs (6xx). In the order of `src/http/reasons.ts`. */
export const registryReasons = {
  insufficient_scope: {
    heading: 'Tilgangen dekkjer ikkje dette',
    body: 'Ingenting vart endra. Tilgangen som vart brukt, har ikkje den retten som trengst.',
    next: 'Be om retten, eller lat nokon som har han, gjere det.',
  },
  change_not_allowed: {
    heading: 'Du kan ikkje endre dette',
    body: 'Ingenting vart endra. Det høyrer til nokon andre, eller berre ein driftsansvarleg kan avgjere det.',
    next: 'Spør den det høyrer til, eller dei driftsansvarlege.',
  },
  change_refused: {
    heading: 'Endringa kan ikkje gjerast',
    body: 'Ingenting vart endra. Noko i ho er feil eller strir mot det som er registrert.',
    next: 'Rett det som er lista opp, og prøv igjen.',
  },
  precondition_failed: {
    heading: 'Nokon andre kom først',
    body: 'Ingenting vart endra. Det har vorte endra etter at du såg på det.',
    next: 'Hent det på nytt, og gjer endringa i den nye utgåva.',
  },
  precondition_required: {
    heading: 'Det må vere klart kva du har sett',
    body: 'Ingenting vart endra. Førespurnaden seier ikkje kva utgåve han endrar.',
    next: 'Hent det først, og send med utgåva.',
  },
  private_key_offered: {
    heading: 'Ein privat nøkkel vart send',
    body: 'Han vart ikkje teken vare på. Berre den offentlege halvdelen av ein nøkkel blir registrert her.',
    next: 'Rekn nøkkelen som avslørt: lag ein ny, og send den offentlege halvdelen.',
  },
  last_key: {
    heading: 'Den siste nøkkelen kan ikkje fjernast',
    body: 'Ingenting vart endra. Utan denne nøkkelen kan ikkje klienten logge inn hos oss.',
    next: 'Registrer ein ny nøkkel først, eller deaktiver klienten.',
  },
  api_key_invalid: {
    heading: 'API-nøkkelen gjeld ikkje',
    body: 'Ingenting vart registrert. API-nøkkelen er ukjend, utgått eller trekt tilbake.',
    next: 'Be den som administrerer verksemda, om ein ny.',
  },
  not_a_draft: {
    heading: 'Klienten er ikkje eit utkast',
    body: 'Ingenting vart endra. Klienten er stadfesta eller deaktivert frå før.',
    next: 'Sjå kva klienten er no. Ein deaktivert klient opnar ein driftsansvarleg.',
  },
  return_address_wrong: {
    heading: 'Lenkja fører ikkje tilbake til programmet ditt',
    body: 'Ingenting er endra. Adressa seier at du skal vidare til ein stad som ikkje er eit program på di eiga maskin, og det gjer vi ikkje.',
    next: 'Start på nytt frå programmet som opna sida. Skjer det igjen, sei frå til den som leverer programmet.',
  },
} as const satisfies Partial<Texts['reasons']>
