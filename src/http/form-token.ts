import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Context } from 'koa'
import { BrokerError } from './broker-error.ts'

/**
 * CSRF protection of our forms: a token bound to the page's subject (an interaction, a session) and to the browser, and
 * the Origin header. Beside them stands SameSite=Lax on the browser cookie.
 */
export class FormTokens {
  readonly #key: Uint8Array
  readonly #origin: string

  constructor(parts: { readonly key: Uint8Array; readonly issuer: string }) {
    this.#key = parts.key
    this.#origin = new URL(parts.issuer).origin
  }

  make(subject: string, browser: string): string {
    return createHmac('sha256', this.#key).update(`${subject.length}:${subject}${browser}`).digest('base64url')
  }

  /** @throws {BrokerError} `form_not_ours` */
  check(ctx: Context, offered: string | undefined, subject: string, browser: string): void {
    const origin = ctx.get('origin')
    // Some browsers send no Origin with a same-origin form; the token then stands alone. `null` is not ours.
    const originFits = origin === '' || origin === this.#origin
    const expected = Buffer.from(this.make(subject, browser))
    const given = Buffer.from(offered ?? '')
    if (!originFits || given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw new BrokerError('form_not_ours', 'the form did not come from our own page')
    }
  }
}
