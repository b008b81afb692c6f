/** Nynorsk: what to do, where several refusals say the same. */
export const restart = 'Gå tilbake til tenesta og start på nytt.'
export const tellService = 'Prøv på nytt frå tenesta. Skjer det igjen, kontakt tenesta og oppgi referansen.'
export const serviceMustMend =
  'Dette kan du ikkje rette sjølv. Kontakt den som har ansvaret for tenesta, og oppgi referansen.'
export const urgent = 'Hastar det for ein pasient, følg naudrutinen på arbeidsplassen.'
