/** Bokmål: what to do, where several refusals say the same. */
export const restart = 'Gå tilbake til tjenesten og start på nytt.'
export const tellService = 'Prøv på nytt fra tjenesten. Skjer det igjen, kontakt tjenesten og oppgi referansen.'
export const serviceMustMend =
  'Dette kan du ikke rette selv. Kontakt den som har ansvaret for tjenesten, og oppgi referansen.'
export const urgent = 'Haster det for en pasient, følg nødrutinen på arbeidsplassen.'
