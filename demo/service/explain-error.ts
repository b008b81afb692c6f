import * as oidc from 'openid-client'
import { LevelTooLow } from './login.ts'

/** An error as we show it: the issuer's own words, and what they usually mean for whoever builds a service. */
export interface ExplainedError {
  readonly error: string
  readonly description: string
  readonly hint: string
  /** `error_uri`: the issuer's page about this very refusal. */
  readonly moreAt?: string
}

const hints: Readonly<Record<string, string>> = {
  access_denied: 'Personen avbrøt, eller innloggingen var ikke sterk nok for tjenesten. La personen prøve igjen.',
  login_required: 'Det finnes ingen innlogging som er god nok. Start på nytt uten prompt=none.',
  invalid_client:
    'Nøkkelen stemmer ikke med den som er registrert, eller klientens påstand er for gammel. Se også på klokken.',
  invalid_grant: 'Koden eller fornyelsestokenet er brukt, utløpt eller trukket tilbake. Logg inn på nytt.',
  invalid_request: 'Forespørselen mangler noe eller har noe for mye. Sammenlign med klientens registrering.',
  invalid_scope: 'Klienten har ikke fått tilgang til alt den ba om. Tilgang søkes for hvert API.',
  invalid_target: 'Velg ett API med parameteren resource.',
  invalid_dpop_proof: 'DPoP-beviset passer ikke til forespørselen. Se på nøkkel, adresse og klokke.',
  unauthorized_client: 'Klienten er ikke aktiv, eller får ikke bruke denne innloggingsmåten.',
  temporarily_unavailable: 'Innloggingstjenesten svarer ikke akkurat nå. Prøv igjen om litt.',
  server_error: 'Feilen er hos innloggingstjenesten. Oppgi referansekoden derfra når du ber om hjelp.',
}

/** Nobody answered, or the fault is ours. */
export const noAnswer: ExplainedError = {
  error: 'no_answer',
  description: 'Innloggingstjenesten eller API-et svarte ikke.',
  hint: 'Prøv igjen om litt.',
}

/**
 * @param thrown whatever openid-client threw. What is not an answer of the issuer becomes {@link noAnswer}.
 * @param issuer whose pages we link to; an address elsewhere came from somebody else.
 */
export function explainError(thrown: unknown, issuer: string): ExplainedError {
  if (thrown instanceof oidc.AuthorizationResponseError || thrown instanceof oidc.ResponseBodyError) {
    const { error, error_description: description = '' } = thrown
    const hint = hints[error] ?? 'Slå opp koden i dokumentasjonen til innloggingstjenesten.'
    const moreAt = errorUriOf(thrown)
    return { error, description, hint, ...(moreAt?.startsWith(`${issuer}/`) ? { moreAt } : {}) }
  }
  if (thrown instanceof oidc.ClientError) {
    // The library refused what came: wrong issuer, state, nonce, signature. Never go on from here.
    return {
      error: thrown.code ?? 'client_error',
      description: thrown.message,
      hint: 'Svaret passet ikke til det vi spurte om, og er forkastet.',
    }
  }
  if (thrown instanceof LevelTooLow) {
    const hint = 'Velg en innloggingsmåte på et høyere nivå.'
    return { error: 'insufficient_user_authentication', description: thrown.message, hint }
  }
  // The name only: a message may quote what was sent.
  console.error(`demo: ${thrown instanceof Error ? thrown.name : typeof thrown}`)
  return noAnswer
}

function errorUriOf({ cause }: oidc.AuthorizationResponseError | oidc.ResponseBodyError): string | undefined {
  const uri = cause instanceof URLSearchParams ? cause.get('error_uri') : cause['error_uri']
  return typeof uri === 'string' ? uri : undefined
}
