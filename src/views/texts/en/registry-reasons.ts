import type { Texts } from '../texts.ts'

/** English: refusals of the registry's APIs (6xx). In the order of `src/http/reasons.ts`. */
export const registryReasons = {
  insufficient_scope: {
    heading: 'The access does not cover this',
    body: 'Nothing was changed. The access that was used does not hold the right that is needed.',
    next: 'Ask for the right, or let somebody who has it do it.',
  },
  change_not_allowed: {
    heading: 'You may not change this',
    body: 'Nothing was changed. It belongs to somebody else, or only an operator may decide it.',
    next: 'Ask the one it belongs to, or the operators.',
  },
  change_refused: {
    heading: 'The change can not be made',
    body: 'Nothing was changed. Something in it is wrong or contradicts what is registered.',
    next: 'Correct what is listed and try again.',
  },
  precondition_failed: {
    heading: 'Somebody else was first',
    body: 'Nothing was changed. It has been changed since you looked at it.',
    next: 'Look at it again, and make your change in the new version.',
  },
  precondition_required: {
    heading: 'It must be clear what you have seen',
    body: 'Nothing was changed. The request does not say which version it is a change of.',
    next: 'Fetch it first, and send the version along.',
  },
  private_key_offered: {
    heading: 'A private key was sent',
    body: 'It was not kept. Only the public half of a key is registered here.',
    next: 'Treat the key as exposed: make a new one, and send its public half.',
  },
  last_key: {
    heading: 'The last key can not be taken away',
    body: 'Nothing was changed. Without this key the client could not authenticate any more.',
    next: 'Register a new key first, or disable the client.',
  },
  api_key_invalid: {
    heading: 'The API key is not valid',
    body: 'Nothing was registered. The API key is unknown, expired or withdrawn.',
    next: 'Ask whoever administers the organisation for a new one.',
  },
  not_a_draft: {
    heading: 'The client is no draft',
    body: 'Nothing was changed. The client has been confirmed or disabled before.',
    next: 'Look at what the client is now. A disabled one is enabled by an operator.',
  },
  return_address_wrong: {
    heading: 'The link does not lead back to your program',
    body: 'Nothing was changed. The address says that you are to go on to something that is not a program on your own machine, and we do not do that.',
    next: 'Start again from the program that opened the page. If it happens again, tell those who supply the program.',
  },
} as const satisfies Partial<Texts['reasons']>
