import { renderButton, renderInput } from '../core/html.ts'
import { type EidProblem, next, type Step } from '../core/step.ts'
import type { Text } from '../core/text.ts'

/** Wrong tries before an eID is blocked. */
const maximumTries = 3

interface Secret {
  readonly name: 'one_time_code' | 'password' | 'pin'
  readonly accepted: string
  readonly title: Text
  readonly label: Text
  /** Seconds since the step before; more is a time-out. */
  readonly patienceSeconds?: number
  /** What three wrong tries end in. */
  readonly blockedBy?: EidProblem
  /** The page tells how many tries are left before the first wrong one too. */
  readonly showsTries?: true
}

/** Seconds that BankID leaves between the one-time code and the password. (Its own limit is not published.) */
const bankIdPatienceSeconds = 180

const blocked: EidProblem = {
  code: 'BID-1439',
  text: {
    nb: 'Sperret etter for mange feil. Kontakt utstederen av eID-en.',
    en: 'Blocked after too many wrong tries. Contact the issuer of the eID.',
  },
}

const timedOut: EidProblem = {
  code: 'BID-14D1',
  text: { nb: 'Det gikk for lang tid (BID-14D1).', en: 'It took too long (BID-14D1).' },
}

/** One secret to type, three times wrong at most. */
export function secretStep(secret: Secret): Step {
  const { name, accepted, title, label, patienceSeconds = Number.POSITIVE_INFINITY, blockedBy = blocked } = secret
  return {
    title,
    render(progress, language) {
      const hint = language === 'en' ? `Test value: ${accepted}` : `Testverdi: ${accepted}`
      const type = name === 'one_time_code' ? 'text' : 'password'
      const inputMode = name === 'password' ? 'text' : 'numeric'
      const button = renderButton('next', '1', language === 'en' ? 'Next' : 'Neste', 'main')
      const tries = language === 'en' ? `<p>Tries left: ${maximumTries}</p>` : `<p>Forsøk igjen: ${maximumTries}</p>`
      const input = renderInput({ name, label: label[language], hint, type, inputMode })
      // After a wrong one, the message tells.
      return `${secret.showsTries && progress.wrongTries === 0 ? tries : ''}${input}${button}`
    },
    submit(progress, form, now) {
      if (now - progress.stepBeganAt > patienceSeconds) {
        return { kind: 'problem', problem: timedOut }
      }
      if ((form.get(name) ?? '').trim() === accepted) return next
      progress.wrongTries += 1
      if (progress.wrongTries >= maximumTries) return { kind: 'problem', problem: blockedBy }
      const left = maximumTries - progress.wrongTries
      return {
        kind: 'again',
        message: { nb: `Feil verdi. ${left} forsøk igjen.`, en: `Wrong value. ${left} tries left.` },
      }
    },
  }
}

export const oneTimeCodeStep = secretStep({
  name: 'one_time_code',
  accepted: '123456',
  title: { nb: 'Engangskode', en: 'One-time code' },
  label: { nb: 'Engangskode (6 siffer)', en: 'One-time code (6 digits)' },
})

const password: Secret = {
  name: 'password',
  accepted: 'qwer1234',
  title: { nb: 'Personlig passord', en: 'Personal password' },
  label: { nb: 'Passord', en: 'Password' },
}

export const passwordStep = secretStep(password)

export const bankIdPasswordStep = secretStep({ ...password, patienceSeconds: bankIdPatienceSeconds })

export const pinStep = secretStep({
  name: 'pin',
  accepted: '1234',
  title: { nb: 'PIN-kode', en: 'PIN' },
  label: { nb: 'PIN (4 siffer)', en: 'PIN (4 digits)' },
})
