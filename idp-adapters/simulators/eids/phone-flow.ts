import { escapeHtml, renderButton } from '../core/html.ts'
import { type EidFlow, type EidProblem, next, type Progress, type Step, type StepOutcome } from '../core/step.ts'
import { mobileNumberStep } from './bankid-mobil-flow.ts'

/** Ids of the faults that these pages show by themselves. */
export const phoneFaults = {
  otherWords: 'bim-other-words',
  phoneOff: 'bim-phone-off',
  alreadyRunning: 'bim-already-running',
} as const

const rejected: EidProblem = {
  code: 'C301',
  text: { nb: 'Du avviste innloggingen på telefonen.', en: 'You rejected the login on the phone.' },
}
const noAnswer: EidProblem = {
  code: 'C302',
  text: { nb: 'Vi fikk ikke svar fra telefonen (C302).', en: 'We got no answer from the phone (C302).' },
}
const blocked: EidProblem = {
  code: 'BID-1439',
  text: {
    nb: 'BankID på mobil er sperret etter for mange feil. Kontakt banken din.',
    en: 'BankID on mobile is blocked after too many wrong tries. Contact your bank.',
  },
}

/** Number and date as everywhere, and then the phone is asked, unless it is asked already. */
const askPhone: Step = {
  title: mobileNumberStep.title,
  render: mobileNumberStep.render,
  submit(progress, form, now) {
    const outcome = mobileNumberStep.submit(progress, form, now)
    return outcome.kind === 'next' ? sendToPhone(progress) : outcome
  },
}

function sendToPhone(progress: Progress): StepOutcome {
  const { phones, fault, mobileNumber = '' } = progress
  if (fault === phoneFaults.alreadyRunning) return running('C131')
  if (phones.isBusy(mobileNumber)) return running('C293')
  const request = phones.create()
  progress.phoneRequestId = request.id
  if (fault === phoneFaults.phoneOff) return next
  // The phone shows what somebody else began with the same number: other words, another login.
  phones.show(mobileNumber, fault === phoneFaults.otherWords ? phones.create(request.words) : request)
  return next
}

function running(code: string): StepOutcome {
  return {
    kind: 'again',
    code,
    message: {
      nb: `En annen innlogging er i gang på denne telefonen (${code}). Fullfør eller avvis den først.`,
      en: `Another login is under way on this phone (${code}). Complete or reject it first.`,
    },
  }
}

/** The words of this login, and a wait until the phone has answered for this login and for no other. */
const waitForPhone: Step = {
  title: { nb: 'Sjekk mobilen', en: 'Check your phone' },
  render({ phones, phoneRequestId = '', mobileNumber = '' }, language) {
    const words = phones.find(phoneRequestId)?.words ?? ''
    const [intro, phone, go] =
      language === 'en'
        ? ['Accept on the phone only if it shows these words.', 'Open the phone', 'I have accepted on the phone']
        : ['Godta på telefonen bare hvis den viser disse ordene.', 'Åpne telefonen', 'Jeg har godtatt på telefonen']
    const link = `<a href="/bankid-mobil/phone/${mobileNumber}" target="_blank" rel="noopener" data-testid="phone">${phone}</a>`
    return `<p>${intro}</p><p class="words" lang="nb">${escapeHtml(words)}</p><p>${link}</p>${renderButton('continue', '1', go, 'main')}`
  },
  submit({ phones, phoneRequestId = '', fault }) {
    if (fault === phoneFaults.phoneOff) return { kind: 'problem', problem: noAnswer }
    switch (phones.find(phoneRequestId)?.stage) {
      case 'done':
        return next
      case 'rejected':
        return { kind: 'problem', problem: rejected }
      case 'blocked':
        return { kind: 'problem', problem: blocked }
      case undefined:
        return { kind: 'problem', problem: noAnswer }
      default:
        return {
          kind: 'again',
          message: { nb: 'Telefonen har ikke godtatt ennå.', en: 'The phone has not accepted yet.' },
        }
    }
  },
}

/** BankID på mobil by itself: the browser on one screen, the phone on another. */
export const phoneFlow: EidFlow = {
  method: 'bankid-mobil',
  label: { nb: 'BankID på mobil', en: 'BankID on mobile' },
  steps: () => [askPhone, waitForPhone],
}
