import type { Context } from 'koa'
import type { Config, SupportKind } from '#config/schema.ts'
import type { Language } from '#idp-adapters/contract.ts'
import { currentCorrelationId, referenceCodeOf } from '#src/operations/correlation.ts'
import { chooseLanguage } from '#src/views/language.ts'
import type { Page, Support, WayOn } from '#src/views/page.ts'
import { submitScriptSource } from '#src/views/submit-script.ts'
import type { Views } from '#src/views/views.ts'
import type { Reason } from './reasons.ts'
import { policyWithFrames, postBackPolicy } from './security-headers.ts'

const languageCookie = 'tillit_language'
const languageCookieMilliseconds = 365 * 24 * 3600 * 1000

/** Writes pages as answers: language, headers, support number. */
export class PageWriter {
  readonly #views: Views
  readonly #config: Config
  readonly #nowMilliseconds: () => number

  constructor(parts: { readonly views: Views; readonly config: Config; readonly nowMilliseconds: () => number }) {
    this.#views = parts.views
    this.#config = parts.config
    this.#nowMilliseconds = parts.nowMilliseconds
  }

  send(
    ctx: Context,
    options: {
      readonly page: (language: Language, support: Support) => Page
      readonly uiLocales?: string | undefined
      /** Kind of client that the page is about: each has its own help number. */
      readonly kind?: SupportKind | undefined
      readonly status?: number
      /** Addresses of other sites that the page holds in frames; no others may be. */
      readonly frames?: readonly string[]
    },
  ): void {
    const language = this.languageOf(ctx, options.uiLocales)
    const html = this.#views.render(options.page(language, this.supportOf(language, options.kind)), {
      language,
      currentPath: ctx.path,
      origin: new URL(this.#config.issuer).host,
    })
    ctx.status = options.status ?? 200
    ctx.type = 'text/html; charset=utf-8'
    ctx.set('content-security-policy', policyWithFrames(options.frames ?? []))
    ctx.set('cache-control', 'no-store')
    ctx.body = html
  }

  /** On to another place, as a page: a form's redirect to another origin would be stopped by `form-action 'self'`. */
  hop(
    ctx: Context,
    options: {
      readonly name: (language: Language) => string
      /** The service that the person logs in to, on the way to a provider. */
      readonly service?: string
      /** Where the person chooses again instead. */
      readonly chooseAgain?: string
      readonly url: string
      readonly uiLocales?: string | undefined
    },
  ): void {
    const { url, service, chooseAgain } = options
    this.send(ctx, {
      uiLocales: options.uiLocales,
      page: (language, support) => ({
        name: 'hop',
        model: {
          name: options.name(language),
          url,
          ...(service === undefined ? {} : { service }),
          ...(chooseAgain === undefined ? {} : { chooseAgain }),
          support,
        },
      }),
    })
    ctx.set('refresh', `0; url=${url}`)
  }

  /**
   * The answer to the client as a form (OAuth 2.0 Form Post Response Mode). Its policy alone lets a form leave, to this
   * one origin, and lets the one known script send it.
   */
  postBack(
    ctx: Context,
    options: {
      readonly name: string
      readonly action: string
      readonly fields: Readonly<Record<string, string>>
      readonly uiLocales?: string | undefined
    },
  ): void {
    const { name, action, fields } = options
    const { status } = ctx
    this.send(ctx, {
      uiLocales: options.uiLocales,
      status: status >= 400 ? status : 200,
      page: (_language, support) => ({ name: 'post-back', model: { name, action, fields, support } }),
    })
    ctx.set('content-security-policy', postBackPolicy(new URL(action).origin, submitScriptSource))
  }

  /** The page of a refusal that has no live login to go back to; with the way on to the service if that is known. */
  error(ctx: Context, reason: Reason, status: number, wayOn?: WayOn): void {
    this.send(ctx, {
      status,
      uiLocales: wayOn?.uiLocales,
      kind: wayOn?.kind,
      page: (_language, support) => ({
        name: 'error',
        model: {
          reason,
          reference: { code: referenceCodeOf(currentCorrelationId() ?? ''), time: new Date(this.#nowMilliseconds()) },
          minutes: Math.round(this.#config.lifetimes.interactionSeconds / 60),
          ...(wayOn === undefined ? {} : { wayOn }),
          support,
        },
      }),
    })
  }

  /** The client's languages in order, for the provider; Bokmål when it names none of ours. */
  localesOf(uiLocales: string | undefined): readonly Language[] {
    return [chooseLanguage({ uiLocales })]
  }

  /** The language of the page that answers this request. A choice in the address is kept for the next ones. */
  languageOf(ctx: Context, uiLocales?: string | undefined): Language {
    const query = typeof ctx.query.lang === 'string' ? ctx.query.lang : undefined
    const cookie = ctx.cookies.get(languageCookie, { signed: false })
    const language = chooseLanguage({ query, cookie, uiLocales, acceptLanguage: ctx.get('accept-language') })
    if (query !== undefined && cookie !== language) {
      const secure = this.#config.issuer.startsWith('https:')
      const options = {
        httpOnly: true,
        sameSite: 'lax',
        secure,
        signed: false,
        maxAge: languageCookieMilliseconds,
      } as const
      ctx.cookies.set(languageCookie, language, options)
    }
    return language
  }

  /** Whom to call, by the kind of client that it is about. */
  supportOf(language: Language, kind?: SupportKind | undefined): Support {
    const { support } = this.#config
    const { name, phone, hours } = kind === undefined ? support : support.byClientKind[kind]
    return { name, phone, hours: hours[language] }
  }
}
