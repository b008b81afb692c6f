/** English: what to do, where several refusals say the same. */
export const restart = 'Go back to the service and start again.'
export const tellService =
  'Try again from the service. If it happens again, contact the service and give the reference.'
export const serviceMustMend =
  'You cannot fix this yourself. Contact whoever is responsible for the service, and give the reference.'
export const urgent = "If a patient cannot wait, follow your workplace's emergency routine."
