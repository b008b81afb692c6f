import type { Reason } from '#src/http/reasons.ts'
import type { Missing, Notice } from '../page.ts'

/**
 * What a person is told about one refusal. Placeholders: {service} {provider} {employer} {level} {needed} {minutes} {age}.
 */
interface ReasonText {
  /** The reason itself. */
  readonly heading: string
  /** The outcome first, then why. */
  readonly body: string
  /** The body when the proved level is unknown; every body with {level} has one. */
  readonly withoutLevel?: string
  /** What to do. A line break begins a new paragraph. */
  readonly next: string
}

/** Every text of the pages. A key that a language lacks does not compile; there is no fallback inside a page. */
export interface Texts {
  readonly frame: Record<'skip' | 'languages' | 'help' | 'neverAsk' | 'footer', string>
  /** Words for values that we don't know, in lower case. */
  readonly standIns: Record<'service' | 'provider' | 'employer' | 'needed' | 'minutes' | 'age', string>
  /** "You must be {age} to use this." */
  readonly age: string
  /** "{service} requires {needed}." */
  readonly needed: Record<3 | 4, string>
  readonly choose: Record<'title' | 'over' | 'owner' | 'check' | 'heading' | 'lastUsed' | 'cancel', string>
  readonly demand: Record<3 | 4, { readonly sentence: string; readonly question: string; readonly answer: string }>
  readonly missing: Record<Missing, string>
  readonly notice: Record<Notice, string>
  readonly refusal: Record<'retry' | 'other' | 'noneQuestion' | 'noneAnswer' | 'back' | 'start', string>
  readonly reference: Record<'code' | 'time' | 'note', string>
  readonly hop: Record<'heading' | 'body' | 'continue' | 'chooseAgain', string>
  readonly waiting: Record<'heading' | 'body' | 'next' | 'earlier' | 'deadline' | 'continue' | 'choose', string>
  readonly logout: Record<'heading' | 'listed' | 'unlisted' | 'logout' | 'stay', string>
  readonly loggedOut: Record<
    'heading' | 'services' | 'noServices' | 'failed' | 'shared' | 'back' | 'stayedHeading' | 'stayed',
    string
  >
  readonly home: Record<'heading' | 'lead' | 'body' | 'discovery' | 'demo' | 'console', string>
  readonly help: Record<'link' | 'heading' | 'lead', string> & {
    /** Placeholders: {origin} {name} {phone} {hours}. A line break begins a new paragraph. */
    readonly sections: Record<
      'which' | 'bankId' | 'buypass' | 'commfides' | 'trouble' | 'place' | 'age' | 'number' | 'leave',
      { readonly heading: string; readonly body: string }
    >
  }
  readonly reasons: Readonly<Record<Reason, ReasonText>>
  readonly aboutError: Record<
    'advice' | 'error' | 'status' | 'name' | 'told' | 'more' | 'all' | 'index' | 'lead',
    string
  >
  /** What whoever mends the client should look at. */
  readonly integratorAdvice: Readonly<Record<Reason, string>>
}
