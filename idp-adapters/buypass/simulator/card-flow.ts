import type { EidFlow, EidProblem } from '../../simulators/core/step.ts'
import { type DeviceState, deviceStep } from '../../simulators/eids/device-step.ts'
import { secretStep } from '../../simulators/eids/secret-step.ts'

const states: readonly DeviceState[] = [
  { value: 'ready', label: { nb: 'Kort OK', en: 'Card OK' } },
  { value: 'altinn-card', label: { nb: 'Altinn-kort', en: 'Altinn card' } },
  {
    value: 'no-reader',
    label: { nb: 'Ingen leser', en: 'No reader' },
    problem: {
      nb: 'Vi finner ingen kortleser. Koble til kortleseren, og prøv igjen.',
      en: 'We find no card reader. Connect the reader, and try again.',
    },
  },
  {
    value: 'no-software',
    label: { nb: 'Ingen programvare', en: 'No software' },
    problem: {
      nb: 'Programvaren for smartkort (Javafri) er ikke installert på denne maskinen.',
      en: 'The smart card software (Javafri) is not installed on this machine.',
    },
  },
  {
    value: 'no-card',
    label: { nb: 'Intet kort', en: 'No card' },
    problem: {
      nb: 'Det er ikke noe kort i leseren. Sett inn kortet med brikken først.',
      en: 'There is no card in the reader. Insert the card with the chip first.',
    },
  },
  {
    value: 'card-expired',
    label: { nb: 'Kort utløpt', en: 'Card expired' },
    problem: {
      nb: 'Kortet er utløpt. Et kort varer i tre år. Bestill et nytt hos Buypass.',
      en: 'The card has expired. A card lasts three years. Order a new one from Buypass.',
    },
  },
  {
    value: 'card-blocked',
    label: { nb: 'Kort sperret', en: 'Card blocked' },
    problem: {
      nb: 'Kortet er sperret. Kontakt Buypass kundeservice.',
      en: 'The card is blocked. Contact Buypass customer service.',
    },
  },
  {
    value: 'norsk-tipping-card',
    label: { nb: 'Norsk Tipping-kort ikke oppgradert', en: 'Norsk Tipping card, not upgraded' },
    problem: {
      nb: 'Dette Norsk Tipping-kortet er kjøpt hos en kommisjonær og er ikke oppgradert. Oppgrader det til Buypass ID før du bruker det her.',
      en: 'This Norsk Tipping card was bought from a commissioner and has not been upgraded. Upgrade it to Buypass ID before you use it here.',
    },
  },
]

const lacking: EidProblem = {
  code: 'no-buypass-id',
  text: {
    nb: 'Kortet har ingen Buypass ID. Bestill Buypass ID på smartkort hos Buypass.',
    en: 'The card holds no Buypass ID. Order Buypass ID on smart card from Buypass.',
  },
}

/** Three wrong tries; a PUK of eight digits opens it again. */
export const pinBlocked: EidProblem = {
  code: 'pin-blocked',
  text: {
    nb: 'PIN-koden er sperret etter tre feil. Åpne den med PUK-koden (8 siffer), eller på Buypass sine sider med en annen eID.',
    en: 'The PIN is blocked after three wrong tries. Open it with the PUK (8 digits), or on the pages of Buypass with another eID.',
  },
}

/** The PIN of a card or a key, as Buypass asks for it. */
export const buypassPinStep = secretStep({
  name: 'pin',
  accepted: '1234',
  title: { nb: 'PIN-kode', en: 'PIN' },
  label: { nb: 'PIN-kode (4 siffer)', en: 'PIN (4 digits)' },
  blockedBy: pinBlocked,
  showsTries: true,
})

const insertCard = deviceStep({
  title: { nb: 'Sett kortet i leseren', en: 'Insert the card in the reader' },
  name: 'card_state',
  label: { nb: 'Kort og leser', en: 'Card and reader' },
  states,
  eid: 'buypass-smartkort',
  lacking,
})

/** Card and reader → PIN. */
export const buypassCardFlow: EidFlow = {
  method: 'buypass-smartkort',
  label: { nb: 'Smartkort', en: 'Smart card' },
  steps: () => [insertCard, buypassPinStep],
}
