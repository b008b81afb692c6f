import type { Texts } from '../texts.ts'
import { restart, urgent } from './advice.ts'

/** English: refusals about the person, the eID and the flow in the browser (1xx, 2xx), in the order of `src/http/reasons.ts`. */
export const personReasons = {
  minid_refused: {
    heading: 'MinID is not secure enough here',
    body: 'You are not logged in. You used MinID, which is security level 3. {service} requires {needed}.',
    next: 'Log in with an eID at level 4, for example BankID, Buypass ID or Commfides.',
  },
  level_too_low: {
    heading: 'The login is not secure enough here',
    body: 'You are not logged in. {provider} confirmed you at level {level}, but {service} requires {needed}.',
    withoutLevel: 'You are not logged in. {provider} confirmed you at a lower level than {service} requires.',
    next: 'Choose an eID at a higher level.',
  },
  level_unknown: {
    heading: 'We do not know how secure the login was',
    body: 'You are not logged in. {provider} did not give a security level that we know, and {service} requires {needed}. The fault is not yours.',
    next: 'Choose another eID.',
  },
  employer_level_low: {
    heading: "Your employer's login is not strong enough",
    body: 'You are not logged in. {employer} confirmed you at level {level}, but {service} requires {needed}.',
    withoutLevel: 'You are not logged in. {employer} did not say how secure the login was.',
    next: "Log in again with a smart card or security key, or ask your workplace's user support.",
  },
  no_active_eid: {
    heading: 'We found no active eID',
    body: 'You are not logged in. {provider} found no eID in use. A code device is not the same as BankID. It may work in your online bank even if you do not have BankID.',
    next: 'Your bank must activate BankID for you. If you have Buypass ID or Commfides, you can use that instead.',
  },
  eid_blocked: {
    heading: 'Your eID is blocked',
    body: 'You are not logged in. {provider} says that the eID is blocked. There may have been too many attempts, or it may have been reported lost.',
    next: 'Contact the issuer of your eID, for example your bank. We cannot unblock it for you.',
  },
  pid_missing: {
    heading: 'The login had no national identity number',
    body: 'You are not logged in. {provider} did not send a national identity number or D number, which {service} needs to know who you are.',
    next: 'Choose another eID. If you logged in through your workplace, ask user support there to check that your number is registered.',
  },
  pid_invalid: {
    heading: 'The number in your eID is not valid',
    body: 'You are not logged in. The number we got from {provider} is not a valid national identity number or D number.',
    next: 'Choose another eID, and tell the issuer of this one.',
  },
  pid_kind_not_allowed: {
    heading: 'The number in your eID cannot be used here',
    body: 'You are not logged in. We do not accept this kind of number. Test numbers and real numbers are never mixed, and temporary help numbers cannot be used to log in.',
    next: 'Use an eID with a national identity number or D number. If this is a test, use a test person.',
  },
  pid_retired: {
    heading: 'The number in your eID is no longer in use',
    body: 'You are not logged in. The national identity number or D number in your eID has been ended in the National Population Register, often because you have been given a new one.',
    next: 'Ask the issuer of your eID to update it. We cannot change the number for you. If you have questions about your number, contact the Norwegian Tax Administration (Skatteetaten).',
  },
  person_dead: {
    heading: 'The number belongs to a person registered as dead',
    body: 'You are not logged in. The National Population Register shows that the person with this number has died. Nobody else can use this eID.',
    next: 'If the register is wrong, contact the Norwegian Tax Administration. If you are a relative and need access, call us and we will help you.',
  },
  authentication_too_old: {
    heading: 'You must log in again',
    body: 'You are not logged in. {provider} reused an earlier login, but {service} requires a new one.',
    next: 'Try again, and confirm with your eID when you are asked.',
  },
  cancelled: {
    heading: 'You cancelled the login',
    body: 'You are not logged in, and we have not sent any information about you to {service}.',
    next: 'You can try again, or go back to {service}.',
  },
  login_timed_out: {
    heading: 'The login took too long',
    body: 'You are not logged in. {provider} waited for your answer until the time ran out.',
    next: 'Try again, and have your mobile, card or code device ready.',
  },
  provider_refused: {
    heading: '{provider} did not accept the login',
    body: 'You are not logged in. {provider} gave no reason that we know.',
    next: 'Try again, or choose another eID. If it happens again, contact {provider}.',
  },
  provider_unavailable: {
    heading: '{provider} is not responding',
    body: 'You are not logged in. The fault is not yours.',
    next: `Try again in a few minutes, or choose another eID. ${urgent}`,
  },
  provider_answer_invalid: {
    heading: 'We cannot trust the answer from {provider}',
    body: 'You are not logged in. The answer did not pass our checks, so we stopped the login. The fault is not yours.',
    next: 'Try again, or choose another eID. If it happens again, call us and give the reference.',
  },
  organisation_mismatch: {
    heading: 'The login is for another organisation',
    body: 'You are not logged in. You logged in through an employer, but {service} belongs to another organisation.',
    next: 'Use an eID of your own, for example BankID, or log in through the right employer.',
  },
  register_unavailable: {
    heading: 'We cannot check your number right now',
    body: 'You are not logged in. We must ask the National Population Register or the Health Personnel Register before we log you in, and we got no answer. The fault is not yours.',
    next: `Try again in a few minutes. ${urgent}`,
  },
  register_ambiguous: {
    heading: 'The register gave more than one answer',
    body: 'You are not logged in. When we asked the register about your number, it answered with more than one person. We do not guess which one is you.',
    next: 'Call us and give the reference. If it is about your HPR number, the Norwegian Directorate of Health can correct it.',
  },
  provider_unknown: {
    heading: 'The eID that the service asked for does not exist here',
    body: 'You are not logged in. {service} asked for a login that we do not know.',
    next: 'Choose another eID.',
  },
  provider_not_allowed: {
    heading: 'This eID cannot be used here',
    body: 'You are not logged in. {service} has not opened for login with this eID.',
    next: 'Choose another eID.',
  },
  provider_too_weak: {
    heading: 'This eID is not secure enough here',
    body: 'You are not logged in. The eID is at a lower level than {service} requires.',
    next: 'Choose an eID at a higher level.',
  },
  no_provider_left: {
    heading: 'No eID can be used here right now',
    body: 'You are not logged in. None of our logins meets what {service} requires.',
    next: `Contact whoever is responsible for the service. ${urgent}`,
  },
  person_unknown: {
    heading: 'We cannot find you in the National Population Register',
    body: 'You are not logged in. The National Population Register does not know the national identity number or D number in your eID.',
    next: 'If you have questions about your number, contact the Norwegian Tax Administration (Skatteetaten). You can also choose another eID.',
  },
  too_young: {
    heading: 'You are too young to log in here',
    body: 'You are not logged in. You must be {age} to log in to {service} on your own.',
    next: 'You can still get help. You have the right to take part in decisions, and you can make contact yourself: call your GP, or go to the school nurse or a youth health centre.\nIf you are between 13 and 16, you can use some services with parental consent.\nIf you need somebody to talk to, call the Emergency helpline for children and young people on 116 111, at any hour. In an emergency, call 113.',
  },
  age_unknown: {
    heading: 'We do not know how old you are',
    body: 'You are not logged in. You must be {age} to log in to {service} on your own, and we were not told your date of birth.',
    next: 'Call us and give the reference. If your date of birth is wrong in the National Population Register, contact the Norwegian Tax Administration.',
  },
  login_not_completed: {
    heading: 'The login was not completed',
    body: 'You are not logged in. {provider} does not tell us whether you cancelled, or whether something stopped you on the way.',
    next: 'Try again, or choose another eID. If {provider} said that something is blocked, has expired or is not activated, you must sort it out there. We cannot do it for you.',
  },
  login_in_progress: {
    heading: 'Another login is under way',
    body: 'You are not logged in. {provider} says that a login is already under way on your phone.',
    next: 'Complete or reject it on the phone, and try again. If you did not start it yourself, reject it.',
  },
  guest_account: {
    heading: 'Guest accounts cannot be used here',
    body: 'You are not logged in. Your account is a guest at {employer}, so we do not know who has checked who you are.',
    next: 'Log in with the account at your own employer, or use an eID of your own, for example BankID.',
  },
  login_expired: {
    heading: 'The login took too long',
    body: 'You are not logged in. The login must be completed within {minutes} minutes. This protects you against misuse.',
    next: 'Go back to {service} and start again. If your phone or card is somewhere else, get it first.',
  },
  login_finished: {
    heading: 'This login is finished',
    body: 'The login has been used, and this page cannot be used again. If you are logged in to {service}, you still are.',
    next: 'You can close this page and carry on in {service}.',
  },
  attempt_superseded: {
    heading: 'You have started the login again',
    body: 'You are not logged in. The answer from {provider} belonged to an earlier attempt, and we did not use it.',
    next: 'Finish the login that you started last, if it is open in another window. Or choose again here.',
  },
  page_expired: {
    heading: 'This page has expired',
    body: 'You are not logged in. You must complete the login within {minutes} minutes, and each page can be used only once. This protects you against misuse.',
    next: restart,
  },
  other_browser: {
    heading: 'The login was started in another browser',
    body: 'You are not logged in. The whole login must happen in one browser, and it must accept cookies. This protects you against misuse.',
    next: `${restart} If somebody else sent you a link here, do not use it.`,
  },
  form_not_ours: {
    heading: 'We could not confirm that the form is ours',
    body: 'Nothing has changed. The page may have been open for too long, or the form may have been sent from another site.',
    next: restart,
  },
  request_uri_invalid: {
    heading: 'The login has been used or has expired',
    body: 'You are not logged in. A login can be started only once, and within a short time. This protects you against misuse.',
    next: `${restart} A bookmark of the login page does not work.`,
  },
  person_changed: {
    heading: 'Another person has logged in here',
    body: 'You are not logged in. Another person logged in with the same browser during your login.',
    next: 'Close all browser windows, and start again from the service.',
  },
} as const satisfies Partial<Texts['reasons']>
