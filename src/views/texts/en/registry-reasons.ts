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
} as const satisfies Partial<Texts['reasons']>
