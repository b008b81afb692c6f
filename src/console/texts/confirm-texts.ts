import type { Phrase } from '../view/speak.ts'

/** The page that confirms a draft. */
export const confirmTexts = {
  over: ['Bekreft en ny klient', 'Stadfest ein ny klient', 'Confirm a new client'],
  lead: [
    'Et program har registrert denne klienten for {organisation} med en API-nøkkel. Den virker ikke før du har bekreftet den.',
    'Eit program har registrert denne klienten for {organisation} med ein API-nøkkel. Han verkar ikkje før du har stadfesta han.',
    'A program has registered this client for {organisation} with an API key. It does not work until you have confirmed it.',
  ],
  compare: [
    'Bekreft bare hvis du selv startet programmet, og avtrykket av nøkkelen er det samme som programmet viser. Den som har nøkkelen, opptrer som klienten.',
    'Stadfest berre om du sjølv starta programmet, og avtrykket av nøkkelen er det same som programmet viser. Den som har nøkkelen, opptrer som klienten.',
    'Confirm only if you started the program yourself, and the thumbprint of the key is the one that the program shows. Whoever has the key acts as the client.',
  ],
  thumbprint: ['Avtrykk av nøkkelen (SHA-256)', 'Avtrykk av nøkkelen (SHA-256)', 'Thumbprint of the key (SHA-256)'],
  none: ['ingen', 'ingen', 'none'],
  afterwards: ['Etterpå går du til', 'Etterpå går du til', 'Afterwards you go to'],
  scopes: ['Tilganger som klienten ber om', 'Tilgangar som klienten bed om', 'Access that the client asks for'],
  effect: ['Når du har bekreftet', 'Når du har stadfesta', 'Once you have confirmed'],
  atOnce: ['virker straks', 'verkar straks', 'works at once'],
  noScopes: ['Klienten ber ikke om noe API.', 'Klienten bed ikkje om noko API.', 'The client asks for no API.'],
  claims: [
    'Faste opplysninger som venter på en operatør',
    'Faste opplysningar som ventar på ein operatør',
    'Fixed claims that wait for an operator',
  ],
  confirm: ['Bekreft klienten', 'Stadfest klienten', 'Confirm the client'],
  cancel: ['Avbryt', 'Avbryt', 'Cancel'],
  wrong: ['Klienten er ikke bekreftet', 'Klienten er ikkje stadfesta', 'The client is not confirmed'],
  otherKey: [
    'Nøkkelen er byttet siden du åpnet siden. Sammenlign avtrykket på nytt.',
    'Nøkkelen er bytt sidan du opna sida. Samanlikn avtrykket på nytt.',
    'The key was replaced after you opened the page. Compare the thumbprint again.',
  ],
  notAllowed: [
    'Du har ikke rett til å endre klienter for denne organisasjonen.',
    'Du har ikkje rett til å endre klientar for denne organisasjonen.',
    'You have no right to change clients of this organisation.',
  ],
  refused: [
    'Registeret tar ikke imot klienten slik den er ({number}). Åpne klienten og rett den opp, eller la programmet lage en ny.',
    'Registeret tek ikkje imot klienten slik han er ({number}). Opne klienten og rett han opp, eller la programmet lage ny.',
    'The registry does not accept the client as it is ({number}). Open the client and correct it, or let the program make a new one.',
  ],
  active: [
    'Klienten er bekreftet og i bruk. Det er ikke mer å gjøre her.',
    'Klienten er stadfesta og i bruk. Det er ikkje meir å gjere her.',
    'The client is confirmed and in use. There is nothing more to do here.',
  ],
  disabled: [
    'Klienten er deaktivert, og kan ikke bekreftes.',
    'Klienten er deaktivert, og kan ikkje stadfestast.',
    'The client is disabled, and cannot be confirmed.',
  ],
  back: ['Tilbake til programmet', 'Tilbake til programmet', 'Back to the program'],
  open: ['Åpne klienten', 'Opne klienten', 'Open the client'],
} as const satisfies Record<string, Phrase>
