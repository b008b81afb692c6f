import type { SupportKind } from '#config/schema.ts'
import type { Reason } from '#src/http/reasons.ts'

/** Whom to call, in the page's language. */
export interface Support {
  readonly name: string
  readonly phone: string
  readonly hours: string
}

/** One provider as a button: `name="idp"`, the id as its value. */
export interface ProviderButton {
  readonly id: string
  readonly name: string
  /** At most 28 characters keep one line on a phone. */
  readonly note?: string
  readonly lastUsed: boolean
}

/** The service that the person is on the way to, and the organisation behind it (empty when unknown). */
interface Service {
  readonly name: string
  readonly owner: string
}

/** Why a provider is not on the choice page, or is there but did not answer lately. */
export type Missing = 'provider_not_allowed' | 'provider_too_weak' | 'provider_unavailable'

/** Why the choice page is shown at all: single sign-on fell short, or the client's wish for a provider can't be met. */
export type Notice =
  | Missing
  | 'provider_unknown'
  | 'step_up_age'
  | 'step_up_level'
  | 'step_up_organisation'
  | 'step_up_provider'
  | 'step_up_register'

/** What a person can read to the help desk. */
export interface Reference {
  readonly code: string
  readonly time: Date
}

export interface ChooseModel {
  readonly action: string
  readonly csrf: string
  readonly service: Service
  /** Host of the broker, as the address bar shows it. */
  readonly origin: string
  readonly minimumLevel: 3 | 4
  readonly providers: readonly ProviderButton[]
  readonly missing: readonly { readonly name: string; readonly reason: Missing }[]
  readonly notice?: Notice
  readonly support: Support
}

export interface RefusalModel {
  readonly reason: Reason
  readonly values: {
    readonly provider?: string
    readonly employer?: string
    readonly level?: number
    readonly minimumAge?: number
  }
  readonly service: Service
  /** What the login must prove. Absent: the page says "a higher level". */
  readonly minimumLevel?: 3 | 4
  readonly alternatives: readonly ProviderButton[]
  readonly action: string
  readonly csrf: string
  readonly reference: Reference
  readonly support: Support
}

/** The way on from a login that has ended. */
export interface WayOn {
  readonly service: string
  readonly kind?: SupportKind | undefined
  readonly uiLocales?: string | undefined
  /** The form that takes the person and the error to the service, as long as it has had no answer. */
  readonly form?: { readonly action: string; readonly csrf: string }
  /** Where the service begins, if that is registered. */
  readonly startUrl?: string | undefined
}

export interface ErrorModel {
  readonly reason: Reason
  readonly reference: Reference
  /** Minutes that a login may take, for the page that says it took too long. */
  readonly minutes?: number
  readonly wayOn?: WayOn
  readonly support: Support
}

/** Sent to a provider, and back without an answer. */
export interface WaitingModel {
  readonly action: string
  readonly csrf: string
  readonly service: Service
  /** Host of the broker, as the address bar shows it. */
  readonly origin: string
  /** Where the person was sent. */
  readonly provider: string
  /** Whether that provider can be tried again. */
  readonly canContinue: boolean
  readonly providers: readonly ProviderButton[]
  /** When the login must be finished. */
  readonly deadline: Date
  readonly support: Support
}

export interface HopModel {
  /** Where the person is sent. */
  readonly name: string
  /** The service that the login is for, on the way to a provider. */
  readonly service?: string
  /** Path of the choice, on the way to a provider. */
  readonly chooseAgain?: string
  readonly url: string
  readonly support: Support
}

export interface LogoutModel {
  readonly action: string
  /** Hidden fields of the form, `csrf` among them. */
  readonly fields: Readonly<Record<string, string>>
  readonly services: readonly string[]
  readonly support: Support
}

export interface LoggedOutModel {
  readonly services: readonly string[]
  readonly failed: readonly string[]
  /** The person chose to stay logged in. */
  readonly stayed?: boolean
  readonly returnTo?: { readonly name: string; readonly url: string }
  /** Services that hear of the logout by a frame of this page. */
  readonly frames?: readonly string[]
  readonly support: Support
}

export interface HomeModel {
  readonly links: readonly { readonly text: 'discovery' | 'demo' | 'console'; readonly url: string }[]
  readonly support: Support
}

export interface HelpModel {
  readonly support: Support
  /** Host of the broker, as the address bar shows it. */
  readonly origin: string
}

/** The answer to a client that asked for it as a form (`response_mode=form_post`). */
export interface PostBackModel {
  readonly name: string
  readonly action: string
  readonly fields: Readonly<Record<string, string>>
  readonly support: Support
}

/** One refusal as an integrator reads about it. */
export interface AboutErrorModel {
  readonly reason: Reason
  /** `TLT-nnn`. */
  readonly number: string
  /** The OAuth or OpenID Connect error that the client gets. */
  readonly error: string
  readonly status: number
  readonly href: string
}

export interface ErrorsModel {
  readonly refusals: readonly AboutErrorModel[]
}

/** Every page with what it shows. */
export type Page =
  | { readonly name: 'choose'; readonly model: ChooseModel }
  | { readonly name: 'waiting'; readonly model: WaitingModel }
  | { readonly name: 'refusal'; readonly model: RefusalModel }
  | { readonly name: 'error'; readonly model: ErrorModel }
  | { readonly name: 'hop'; readonly model: HopModel }
  | { readonly name: 'logout'; readonly model: LogoutModel }
  | { readonly name: 'logged-out'; readonly model: LoggedOutModel }
  | { readonly name: 'home'; readonly model: HomeModel }
  | { readonly name: 'help'; readonly model: HelpModel }
  | { readonly name: 'errors'; readonly model: ErrorsModel }
  | { readonly name: 'about-error'; readonly model: AboutErrorModel }
  | { readonly name: 'post-back'; readonly model: PostBackModel }
