import type { Texts } from '../texts.ts'

/** English: help with logging in. */
export const help: Texts['help'] = {
  link: 'Help with logging in',
  heading: 'Help with logging in',
  lead: 'Open the service, choose Log in, choose an eID and follow the screen. When you see your name in the service, you are logged in.',
  sections: {
    which: {
      heading: 'Which eID can I use?',
      body: 'BankID, Buypass ID or Commfides, directly or through ID-porten. Some hospitals also let you use your work account. You need a Norwegian national identity number or D-number.\nServices with health information require level 4. MinID is at level 3 and cannot be used there.',
    },
    bankId: {
      heading: 'BankID',
      body: 'Type your national identity number, confirm with the app or a one-time code from a code device, and type your password. Every kind of BankID can be used, on phone, tablet and computer.\nA code device is not the same as BankID. If you get an error, your bank must activate BankID for you.\nBankID on mobile: Type your mobile number (eight digits) and date of birth (ddmmyy). Choose GODTA (accept) on the phone only when the words there are the same as on the screen. Then type your PIN of four to eight digits.',
    },
    buypass: {
      heading: 'Buypass ID',
      body: 'Smart card: You need a card reader and software from Buypass. The card is valid for three years. Altinn cards with the Buypass mark and Norsk Tipping cards can be used too, but a card bought in a shop must be upgraded first.\nMobile: If you have used a card before, you are guided the first time. Otherwise you must first register as a customer of Buypass.',
    },
    commfides: {
      heading: 'Commfides',
      body: 'Put in the USB stick and type the PIN. You need a national identity number or D-number.',
    },
    trouble: {
      heading: 'It does not work',
      body: 'Try another browser or another eID. If something is wrong with the eID itself, contact whoever gave it to you: the bank, Buypass or Commfides. If ID-porten stopped you, contact its help desk.\nYou can also call {name} at {phone} ({hours}). Have the reference on the page ready.',
    },
    place: {
      heading: 'Am I in the right place?',
      body: 'The address at the top of the browser must begin with {origin}. Choose the padlock beside it to see whom the certificate was issued to.\nWe never ask for card numbers, account numbers or security codes by text message or email, and we never send links to log in there.',
    },
    age: {
      heading: 'How old must I be?',
      body: 'Many services require you to be 16. From then on you decide for yourself. If you are younger, you can call your doctor or see the school nurse.',
    },
    number: {
      heading: 'Do you have a new national identity number?',
      body: 'An old national identity number or D-number cannot be used once you have a new one. Ask the issuer to update your eID. For questions about the number itself, contact the Norwegian Tax Administration.',
    },
    leave: {
      heading: 'When you have finished',
      body: 'Log out in the service. If you do nothing for a while, you are logged out automatically.',
    },
  },
}
