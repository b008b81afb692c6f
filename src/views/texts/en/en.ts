import type { Texts } from '../texts.ts'
import { detailsReasons } from './details-reasons.ts'
import { help } from './help.ts'
import { integratorAdvice } from './integrator-advice.ts'
import { personReasons } from './person-reasons.ts'
import { protocolReasons } from './protocol-reasons.ts'
import { registryReasons } from './registry-reasons.ts'

/** English. */
export const en: Texts = {
  frame: {
    skip: 'Skip to main content',
    languages: 'Language',
    help: 'Need help? Call {name} on {phone} ({hours}).',
    neverAsk: 'We never ask for passwords or codes.',
    footer: 'Tillit provides secure login to services in the Norwegian health and care sector.',
  },
  standIns: {
    service: 'the service',
    provider: 'the eID provider',
    employer: 'your employer',
    needed: 'a higher level',
    minutes: 'a few',
    age: 'older',
  },
  age: '{years} years old',
  needed: { 3: 'level 3', 4: 'level 4' },
  choose: {
    title: 'Log in to {service}',
    over: 'You are logging in to',
    owner: 'Provided by {owner}',
    check: 'The address at the top of your browser should start with {origin}',
    heading: 'Choose how to log in',
    lastUsed: 'Last used',
    cancel: 'Cancel and go back',
  },
  demand: {
    3: {
      sentence: '{service} requires security level 3 or higher.',
      question: 'What is security level 3?',
      answer:
        'At level 3 you log in with a password and a code sent to your mobile, for example with MinID. You can also use an eID at level 4.',
    },
    4: {
      sentence: '{service} requires security level 4, the highest level.',
      question: 'What is security level 4?',
      answer:
        'You got your eID by showing a passport or ID card, and you log in with two things: something you have, and something you know or are. MinID is level 3 and cannot be used here.',
    },
  },
  missing: {
    provider_too_weak: '{provider} cannot be used here. Its level is lower than the service requires.',
    provider_not_allowed: '{provider} cannot be used here. The service has not opened for it.',
    provider_unavailable: '{provider} did not respond when we last tried. It may work again now.',
  },
  notice: {
    provider_too_weak: 'The login that {service} asked for is at a lower level than it requires. Choose another eID.',
    provider_not_allowed: 'The login that {service} asked for cannot be used here. Choose another eID.',
    provider_unavailable: 'The login that {service} asked for is not responding right now. Choose another eID.',
    provider_unknown: 'The login that {service} asked for does not exist here. Choose another eID.',
    step_up_age: 'It is some time since you logged in. {service} requires you to log in again.',
    step_up_level: 'You are already logged in, but {service} requires a higher security level. Log in once more.',
    step_up_organisation:
      'You are logged in through an employer, but {service} belongs to another organisation. Log in once more.',
    step_up_provider:
      'You are already logged in, but {service} does not accept the eID you used. Log in with another one.',
    step_up_register:
      'Last time we got no answer from the Health Personnel Register (HPR), and {service} needs it. Log in once more.',
  },
  waiting: {
    heading: 'We have sent you to {provider}',
    body: 'You are not logged in yet. We are waiting for an answer from {provider}.',
    next: 'Did nothing happen, or did you get stuck there? Try again, or choose another eID.',
    earlier:
      'If you start again, the earlier attempt no longer counts. If there is a request from it on your phone, reject it.',
    deadline: 'The login must be completed by {time}.',
    continue: 'Try {provider} again',
    choose: 'Or choose again',
  },
  refusal: {
    retry: 'Try again, or choose another eID',
    other: 'Choose another eID',
    noneQuestion: 'Have none of these?',
    noneAnswer: 'Ask your bank for BankID, or order Buypass ID. You must show a passport or national ID card.',
    back: 'Back to {service}',
    start: 'Go to {service}',
  },
  reference: {
    code: 'Reference',
    time: 'Time',
    note: 'Give the reference if you call. It contains no personal information.',
  },
  hop: {
    heading: 'We are sending you to {name}',
    body: 'If nothing happens, choose Continue.',
    continue: 'Continue',
    chooseAgain: 'Choose another eID',
  },
  logout: {
    heading: 'Do you want to log out?',
    listed: 'You will be logged out of:',
    unlisted: 'You will be logged out of every service you have opened with this login.',
    logout: 'Log out',
    stay: 'Stay logged in',
  },
  loggedOut: {
    heading: 'You are logged out',
    services: 'You have been logged out of {services}.',
    noServices: 'You have no active login with us in this browser.',
    failed: 'We got no answer from {failed}. You may still be logged in there.',
    shared: 'If you share this computer, close all browser windows.',
    back: 'Back to {service}',
    stayedHeading: 'You are still logged in',
    stayed: 'Nothing has changed. You can close this page and go on in the service.',
  },
  home: {
    heading: 'Secure login in health and care',
    lead: 'Tillit lets you log in with the eID you already have, and gives services a reliable answer about who you are.',
    body: 'There is nothing you need to do here. To log in, start in the service you want to use. It sends you here when needed.',
    discovery: 'Technical description for developers (OpenID Connect)',
    demo: 'Try the demo service',
    console: 'The console: who may use what',
  },
  aboutError: {
    advice: 'What to do',
    error: 'Error to the client',
    status: 'HTTP status',
    name: 'Name in the log',
    told: 'What the person is told',
    more: "The answer's header x-correlation-id leads to the log: the owner of the client sees there what was expected and what was found (tillit explain).",
    all: 'All refusals',
    index: 'Refusals and their numbers',
    lead: 'Every refusal carries its number in error_uri. The numbers are never used again for something else.',
  },
  help,
  integratorAdvice,
  reasons: { ...personReasons, ...protocolReasons, ...detailsReasons, ...registryReasons },
}
