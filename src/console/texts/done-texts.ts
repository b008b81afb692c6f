import type { Phrase } from '../view/speak.ts'

/** What a page says after a change; the address carries the key and never words. */
export const doneTexts = {
  changed: [
    'Endringen er lagret og gjelder nå.',
    'Endringa er lagra og gjeld no.',
    'The change is saved and in force.',
  ],
  created: ['Opprettet.', 'Oppretta.', 'Created.'],
  nothing: [
    'Ingenting ble endret: alt var slik fra før.',
    'Ingenting vart endra: alt var slik frå før.',
    'Nothing was changed: it was all like that before.',
  ],
  keyAdded: [
    'Nøkkelen er lagt til og kan brukes nå. Den gamle virker til du fjerner den.',
    'Nøkkelen er lagd til og kan brukast no. Den gamle verkar til du fjernar han.',
    'The key is added and can be used. The old one works until you retire it.',
  ],
  keyRetired: ['Nøkkelen er fjernet.', 'Nøkkelen er fjerna.', 'The key is retired.'],
  requested: [
    'Forespørselen er sendt til den som eier API-et.',
    'Førespurnaden er send til den som eig API-et.',
    'The request has been sent to the owner of the API.',
  ],
  decided: [
    'Avgjørelsen er lagret og gjelder nå.',
    'Avgjerda er lagra og gjeld no.',
    'The decision is saved and in force.',
  ],
  rolledBack: ['Registeret er rullet tilbake.', 'Registeret er rulla tilbake.', 'The registry is rolled back.'],
  confirmed: [
    'Klienten er bekreftet og i bruk.',
    'Klienten er stadfesta og i bruk.',
    'The client is confirmed and in use.',
  ],
  notConfirmed: [
    'Klienten er ikke bekreftet. Ingenting er endret.',
    'Klienten er ikkje stadfesta. Ingenting er endra.',
    'The client is not confirmed. Nothing has been changed.',
  ],
  administratorAdded: ['Administratoren er lagt til.', 'Administratoren er lagd til.', 'The administrator is added.'],
  administratorRemoved: ['Administratoren er fjernet.', 'Administratoren er fjerna.', 'The administrator is removed.'],
} as const satisfies Record<string, Phrase>

export type Done = keyof typeof doneTexts

export function isDone(word: string | undefined): word is Done {
  return word !== undefined && Object.hasOwn(doneTexts, word)
}
