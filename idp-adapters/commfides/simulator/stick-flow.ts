import { renderButton, renderSelect } from '../../simulators/core/html.ts'
import { type EidFlow, type EidProblem, next, type Step } from '../../simulators/core/step.ts'
import type { Text } from '../../simulators/core/text.ts'
import { type DeviceState, deviceStep } from '../../simulators/eids/device-step.ts'
import { secretStep } from '../../simulators/eids/secret-step.ts'

/** The variant whose certificate doesn't lead to a national identity number. */
export const numberlessVariant = 'without-number'

const states: readonly DeviceState[] = [
  { value: 'ready', label: { nb: 'USB-pinnen står i', en: 'The USB stick is inserted' } },
  {
    value: 'not-inserted',
    label: { nb: 'Ikke satt inn', en: 'Not inserted' },
    problem: {
      nb: 'Vi finner ingen USB-pinne. Sett inn Commfides-pinnen, og prøv igjen.',
      en: 'We find no USB stick. Insert the Commfides stick, and try again.',
    },
  },
  {
    value: 'driver-missing',
    label: { nb: 'Mangler programvare', en: 'Software missing' },
    problem: {
      nb: 'Programvaren fra Commfides er ikke installert på denne maskinen.',
      en: 'The software from Commfides is not installed on this machine.',
    },
  },
  {
    value: 'blocked',
    label: { nb: 'PIN blokkert', en: 'PIN blocked' },
    problem: {
      nb: 'PIN-koden er blokkert. Kontakt Commfides for å åpne den.',
      en: 'The PIN is blocked. Contact Commfides to open it.',
    },
  },
]

interface Certificate {
  readonly value: string
  /** Month of expiry, as the picker shows it. */
  readonly validTo: string
  readonly remark?: Text
  readonly problem?: Text
}

const certificates: readonly Certificate[] = [
  { value: 'valid', validTo: '2028-05-31' },
  {
    value: 'expired',
    validTo: '2025-01-31',
    remark: { nb: 'utløpt', en: 'expired' },
    problem: {
      nb: 'Sertifikatet er utløpt. Bestill et nytt hos Commfides.',
      en: 'The certificate has expired. Order a new one from Commfides.',
    },
  },
  {
    value: 'revoked',
    validTo: '2027-11-30',
    remark: { nb: 'sperret', en: 'revoked' },
    problem: {
      nb: 'Sertifikatet er sperret (trukket tilbake). Kontakt Commfides.',
      en: 'The certificate has been revoked. Contact Commfides.',
    },
  },
  {
    value: numberlessVariant,
    validTo: '2028-05-31',
    remark: { nb: 'uten fødselsnummer i svaret', en: 'no national identity number in the answer' },
  },
]

const pickCertificate: Step = {
  title: { nb: 'Velg sertifikat', en: 'Choose a certificate' },
  render({ persona }, language) {
    const [label, validTo, button] =
      language === 'en' ? ['Certificate', 'valid to', 'Next'] : ['Sertifikat', 'gyldig til', 'Neste']
    const options = certificates.map((certificate) => {
      const remark = certificate.remark === undefined ? '' : ` (${certificate.remark[language]})`
      const owner = persona?.name ?? 'Commfides e-ID'
      return { value: certificate.value, label: `${owner}, ${validTo} ${certificate.validTo}${remark}` }
    })
    return `${renderSelect('certificate', label, options)}${renderButton('next', '1', button, 'main')}`
  },
  submit(progress, form) {
    const chosen = certificates.find(({ value }) => value === form.get('certificate'))
    if (chosen?.problem) return { kind: 'problem', problem: { code: chosen.value, text: chosen.problem } }
    if (chosen?.value === numberlessVariant) progress.variant = numberlessVariant
    return next
  },
}

const lacking: EidProblem = {
  code: 'no-certificate',
  text: { nb: 'USB-pinnen har ingen Commfides e-ID.', en: 'The USB stick holds no Commfides e-ID.' },
}

const pin = secretStep({
  name: 'pin',
  accepted: '1234',
  title: { nb: 'PIN-kode', en: 'PIN' },
  label: { nb: 'PIN-kode til e-ID-en', en: 'PIN of the e-ID' },
  blockedBy: {
    code: 'blocked',
    text: {
      nb: 'PIN-koden er blokkert etter tre feil. Kontakt Commfides.',
      en: 'The PIN is blocked after three wrong tries. Contact Commfides.',
    },
  },
  showsTries: true,
})

const insertStick = deviceStep({
  title: { nb: 'Sett inn USB-pinnen', en: 'Insert the USB stick' },
  name: 'stick_state',
  label: { nb: 'USB-pinne', en: 'USB stick' },
  states,
  eid: 'commfides',
  lacking,
})

/** Stick → certificate → PIN. */
export const commfidesStickFlow: EidFlow = {
  method: 'commfides',
  label: { nb: 'Commfides', en: 'Commfides' },
  steps: () => [insertStick, pickCertificate, pin],
}
