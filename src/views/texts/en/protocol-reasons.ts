import type { Texts } from '../texts.ts'
import { restart, serviceMustMend, tellService, urgent } from './advice.ts'

/** English: refusals of requests, clients, grants, and our own faults (3xx and up), in the order of `src/http/reasons.ts`. */
export const protocolReasons = {
  request_invalid: {
    heading: 'We cannot use the request from the service',
    body: 'You are not logged in. The service asked for a login in a way that we cannot accept.',
    next: tellService,
  },
  client_unknown: {
    heading: 'We do not know the service that sent you here',
    body: 'You are not logged in. The service is not registered with us, and we do not send information about you to anyone we do not know.',
    next: `Check that you came from the right website. ${tellService}`,
  },
  redirect_uri_invalid: {
    heading: 'The service gave an address that we do not know',
    body: 'You are not logged in. The address we were to send you back to is not registered, so we are not sending you there.',
    next: `Check that you came from the right website. ${tellService}`,
  },
  scope_refused: {
    heading: 'The service asked for access it does not have',
    body: 'You are not logged in. The service is not approved for everything it asked for.',
    next: serviceMustMend,
  },
  resource_refused: {
    heading: 'The service asked to use a system it has no access to',
    body: 'You are not logged in. The system is unknown, or the service is not approved for it.',
    next: serviceMustMend,
  },
  agreements_missing: {
    heading: 'The organisation lacks an agreement',
    body: 'You are not logged in. The organisation behind the service does not have all the agreements needed to use this login.',
    next: `Contact whoever is responsible for the service where you work. ${urgent}`,
  },
  client_disabled: {
    heading: 'The service is not active with us',
    body: 'You are not logged in. The service, or the organisation behind it, is not in use yet or has been closed.',
    next: serviceMustMend,
  },
  post_logout_redirect_uri_invalid: {
    heading: 'We do not know the address you were to go back to',
    body: 'You are not logged out. The address the service gave is not registered, so we are not sending you there.',
    next: 'If you share this computer, close all browser windows. Contact the service and give the reference.',
  },
  id_token_hint_invalid: {
    heading: 'We could not confirm who is to be logged out',
    body: 'You are not logged out. What the service sent us did not come from us.',
    next: 'If you share this computer, close all browser windows. Contact the service and give the reference.',
  },
  not_found: {
    heading: 'This page does not exist',
    body: 'The address may be misspelt, or the page may have been removed.',
    next: 'To log in, start in the service you want to use.',
  },
  method_not_allowed: {
    heading: 'This page cannot be opened in this way',
    body: 'The address exists, but does not accept what your browser sent. Nothing has changed.',
    next: restart,
  },
  host_unknown: {
    heading: 'The address in your browser is not ours',
    body: 'You came here through an address that we do not know, so we stop here.',
    next: 'Look at the address at the top of your browser, and start again from the service.',
  },
  body_too_large: {
    heading: 'What was sent is too large',
    body: 'We did not accept it. Nothing has changed.',
    next: tellService,
  },
  content_type_wrong: {
    heading: 'What was sent has a format that we do not read',
    body: 'We did not accept it. Nothing has changed.',
    next: tellService,
  },
  pushed_request_required: {
    heading: 'The login must start in the service',
    body: 'You are not logged in. The service must tell us before it sends you here, and it has not done so.',
    next: `${restart} A bookmark of the login page does not work.`,
  },
  too_many_requests: {
    heading: 'Too many logins or requests at once',
    body: 'You are not logged in. Too many requests came from the same place in a short time.',
    next: `Wait a minute and try again. ${urgent}`,
  },
  client_authentication_failed: {
    heading: 'We could not confirm which service this is',
    body: 'The service did not get access. The key or certificate it used does not match what is registered.',
    next: serviceMustMend,
  },
  assertion_replayed: {
    heading: 'The service used the same proof twice',
    body: 'The service did not get access. The proof of which service it is can be used only once.',
    next: tellService,
  },
  dpop_missing: {
    heading: 'The service did not show that it has its key',
    body: 'The service did not get access. It must show that it has the key each time it asks.',
    next: serviceMustMend,
  },
  dpop_invalid: {
    heading: 'The proof of the key is not right',
    body: 'The service did not get access. It must show that it has the key each time it asks.',
    next: serviceMustMend,
  },
  dpop_replayed: {
    heading: 'The proof of the key has been used before',
    body: 'The service did not get access. Each proof can be used only once.',
    next: tellService,
  },
  dpop_nonce_required: {
    heading: 'The service must ask once more',
    body: 'We asked the service for a fresh proof. This is an ordinary part of the security.',
    next: 'This usually happens by itself. If it stops here, start again from the service.',
  },
  grant_invalid: {
    heading: 'The login is no longer valid',
    body: 'The service did not get access. The login has expired, has been used up, or was given to another service.',
    next: 'Log in again from the service.',
  },
  code_replayed: {
    heading: 'The login was used twice',
    body: 'We have ended the access that the login gave. This protects you against misuse.',
    next: 'Log in again from the service. If it happens again, call us and give the reference.',
  },
  grant_ended: {
    heading: 'The access has ended',
    body: 'You have logged out, or the access has been withdrawn.',
    next: 'Log in again from the service.',
  },
  level_not_reached: {
    heading: 'The login is not strong enough for this',
    body: 'The service did not get access. What it asked for requires a higher security level than you logged in with.',
    next: 'Log in again from the service with an eID at a higher level.',
  },
  grant_type_refused: {
    heading: 'The service used a method it is not approved for',
    body: 'The service did not get access.',
    next: serviceMustMend,
  },
  grant_type_unknown: {
    heading: 'The service used a method that we do not know',
    body: 'The service did not get access.',
    next: serviceMustMend,
  },
  access_token_invalid: {
    heading: 'The access has expired or is not valid',
    body: 'The service got no answer to what it asked.',
    next: 'Log in again from the service.',
  },
  login_required: {
    heading: 'You must log in',
    body: 'The service asked whether you were already logged in, and you are not.',
    next: 'Go back to the service and choose to log in.',
  },
  refresh_token_idle: {
    heading: 'The access has not been used for too long',
    body: 'The service has not used the access for a while, so we ended it.',
    next: 'Log in again from the service.',
  },
  refresh_token_reused: {
    heading: 'The access was used twice',
    body: 'The service did not get access. Each key for renewal can be used only once.',
    next: 'Log in again from the service. If it happens again, call us and give the reference.',
  },
  subject_token_invalid: {
    heading: 'The access to be exchanged is not valid',
    body: 'The service did not get access. The access it showed has expired, has ended or was given by somebody else.',
    next: 'Log in again from the service.',
  },
  exchange_not_permitted: {
    heading: 'The service may not act for the other',
    body: 'The service did not get access. The service you logged in to has not permitted it.',
    next: serviceMustMend,
  },
  exchange_owner_mismatch: {
    heading: 'The access was given to another organisation',
    body: 'The service did not get access. It can exchange only what was given to its own organisation.',
    next: serviceMustMend,
  },
  exchange_too_deep: {
    heading: 'The access has been passed on too many times',
    body: 'The service did not get access. There is a limit to how many services an access can pass through.',
    next: serviceMustMend,
  },
  exchange_organisation_ended: {
    heading: 'The first service no longer acts for the organisation',
    body: 'The service did not get access. The organisation or the permission that the access rests on is no longer valid.',
    next: serviceMustMend,
  },
  exchange_details_refused: {
    heading: 'The organisation can not be chosen again here',
    body: 'The service did not get access. It named an organisation where the access is already for one.',
    next: serviceMustMend,
  },
  temporarily_unavailable: {
    heading: 'The login is not available right now',
    body: 'You are not logged in. The fault is ours, not yours.',
    next: `Try again in a few minutes. ${urgent}`,
  },
  server_error: {
    heading: 'We could not do what you asked',
    body: 'The fault is ours, not yours.',
    next: `Try again in a few minutes. If it happens again, call us and give the reference. ${urgent}`,
  },
} as const satisfies Partial<Texts['reasons']>
