import { decodeJwt } from 'jose'
import type { Context } from 'koa'
import type { Interaction, Provider } from 'oidc-provider'
import type { NoReuse } from '#src/assurance/choose-login.ts'
import type { Demand } from '#src/assurance/demand.ts'
import { acrOfLevel } from '#src/assurance/levels.ts'
import type { Login } from '#src/assurance/login.ts'
import type { Reason } from '#src/http/reasons.ts'
import { reasons } from '#src/http/reasons.ts'
import type { Registry } from '#src/registry/registry.ts'
import { refusalKey } from './engine-errors.ts'
import { resultKey } from './login-choice.ts'
import type { LogoutDelivery } from './logout-delivery.ts'
import type { LogoutOutbox, Lot } from './logout-outbox.ts'
import { pushedRequestBehind } from './pushed-requests.ts'
import { demandOfRequest } from './request-demand.ts'
import { currentUnit } from './request-unit.ts'
import { clientsOf, endSession } from './sessions.ts'
import { isRequestSpent, requestIdOf } from './spent-request.ts'
import { tenantOfRequest } from './tenant-of-request.ts'
import { closeWayBack } from './way-back.ts'

/** A login that the engine has asked for and that is not finished yet, as the login room sees it. */
export interface LiveInteraction {
  readonly uid: string
  readonly clientId: string
  readonly demand: Demand
  /** Why a login of the session was not enough; undefined for a first login. */
  readonly stepUp: NoReuse | undefined
  readonly uiLocales: string | undefined
  readonly onBehalfOf: string | undefined
  /** Whom the client expects, by the `sub` of its `id_token_hint`. */
  readonly hintedSubject: string | undefined
  /** Epoch seconds. */
  readonly expiresAt: number
  /** A result is there already: the browser only has to follow {@link returnTo}. */
  readonly isAnswered: boolean
  /** Same-origin address where the engine takes the flow up again. */
  readonly returnTo: string
}

/** Another person's session that a login has ended. */
export interface EndedSession {
  readonly lot: Lot
  readonly clientIds: readonly string[]
}

/**
 * The one door between the login room and the engine. All methods work in the unit of the caller, who commits.
 * @see engine documentation "User flows"; we keep our own login transaction, for the engine's interaction cookie is
 * bound to the path of the login page and is not there at a provider's callback.
 */
export class Interactions {
  readonly #provider: () => Provider
  readonly #registry: () => Registry
  readonly #outbox: LogoutOutbox
  readonly #delivery: LogoutDelivery
  readonly #nowSeconds: () => number

  constructor(parts: {
    readonly provider: () => Provider
    readonly registry: () => Registry
    readonly outbox: LogoutOutbox
    readonly delivery: LogoutDelivery
    readonly nowSeconds: () => number
  }) {
    this.#provider = parts.provider
    this.#registry = parts.registry
    this.#outbox = parts.outbox
    this.#delivery = parts.delivery
    this.#nowSeconds = parts.nowSeconds
  }

  /** The interaction of a login page, if this browser began it, it still lives, and no other window has finished it. */
  async ofBrowser(ctx: Context): Promise<LiveInteraction | undefined> {
    try {
      return await this.#unlessSpent(await this.#provider().interactionDetails(ctx.req, ctx.res))
    } catch (error) {
      // The engine throws for a missing cookie, a foreign one, an expired interaction and a changed session.
      if (error instanceof Error && error.name === 'SessionNotFound') return undefined
      throw error
    }
  }

  /** By uid alone: for a caller that has checked the browser itself. */
  async byUid(uid: string): Promise<LiveInteraction | undefined> {
    const interaction = await this.#provider().Interaction.find(uid)
    return interaction === undefined ? undefined : this.#unlessSpent(interaction)
  }

  /**
   * Leaves a finished login for the engine. If the browser's session is another person's it ends first: `ended` holds the
   * lot that is to be sent when the unit is committed.
   * @returns undefined when the interaction has ended, or has a result already.
   */
  async complete(
    uid: string,
    login: Login,
    ctx: Context,
  ): Promise<{ readonly returnTo: string; readonly ended: EndedSession | undefined } | undefined> {
    const provider = this.#provider()
    const interaction = await provider.Interaction.find(uid)
    if (interaction === undefined || interaction.result !== undefined) return undefined
    const ended = await this.#endSessionOfAnother(interaction, login.subject, ctx)
    interaction.result = {
      login: {
        accountId: login.subject,
        acr: acrOfLevel(login.level),
        amr: [login.method],
        ts: login.authTime,
        remember: false,
      },
      [resultKey]: login,
    }
    await closeWayBack(currentUnit(), uid, 'completed', this.#nowSeconds())
    await this.#save(interaction)
    return { returnTo: interaction.returnTo, ended }
  }

  /** Ends the login with an OAuth error to the client. @returns undefined when the interaction has ended meanwhile. */
  async refuse(uid: string, reason: Reason, description: string): Promise<{ readonly returnTo: string } | undefined> {
    const interaction = await this.#provider().Interaction.find(uid)
    if (interaction === undefined) return undefined
    interaction.result = { error: reasons[reason].error, error_description: description, [refusalKey]: reason }
    await closeWayBack(currentUnit(), uid, 'refused', this.#nowSeconds())
    await this.#save(interaction)
    return { returnTo: interaction.returnTo }
  }

  /** Ends a login whose client is answered without the engine: nothing can finish it any more. */
  async forget(uid: string): Promise<void> {
    const interaction = await this.#provider().Interaction.find(uid)
    await interaction?.destroy()
  }

  /** Whether the registry of this moment takes an answer for this client at this address. */
  async mayAnswer(clientId: string, redirectUri: string): Promise<boolean> {
    const client = await this.#provider().Client.find(clientId)
    return client?.redirectUriAllowed(redirectUri) ?? false
  }

  /** After the commit. */
  async sendNotices(lot: Lot): Promise<void> {
    await this.#delivery.deliver(lot)
  }

  async #endSessionOfAnother(
    interaction: Interaction,
    subject: string,
    ctx: Context,
  ): Promise<EndedSession | undefined> {
    const session = await this.#provider().Session.get(ctx)
    if (session.accountId === undefined || session.accountId === subject) return undefined
    // The resumed flow must begin a new session instead of missing the old one.
    interaction.session = undefined
    const lot = await endSession(currentUnit(), session, this.#outbox)
    return { lot, clientIds: clientsOf(session).map(({ clientId }) => clientId) }
  }

  async #save(interaction: Interaction): Promise<void> {
    await interaction.save(Math.max(1, interaction.exp - this.#nowSeconds()))
  }

  async #unlessSpent(interaction: Interaction): Promise<LiveInteraction | undefined> {
    return (await isRequestSpent(currentUnit(), requestIdOf(interaction))) ? undefined : this.#describe(interaction)
  }

  async #describe(interaction: Interaction): Promise<LiveInteraction> {
    const { params, prompt, uid, returnTo, exp } = interaction
    const clientId = String(params.client_id)
    const registry = this.#registry()
    const tenant = tenantOfRequest(registry, clientId, await pushedRequestBehind(interaction), this.#nowSeconds())
    return {
      uid,
      clientId,
      demand: demandOfRequest(registry, clientId, params, tenant),
      stepUp: stepUpOf(prompt.details),
      uiLocales: typeof params.ui_locales === 'string' ? params.ui_locales : undefined,
      onBehalfOf: typeof params.on_behalf_of === 'string' ? params.on_behalf_of : undefined,
      // Verified by the engine when the login began, and sealed since.
      hintedSubject: typeof params.id_token_hint === 'string' ? decodeJwt(params.id_token_hint).sub : undefined,
      expiresAt: exp,
      isAnswered: interaction.result !== undefined,
      returnTo,
    }
  }
}

/** What `login-policy.ts` left as the cause of the prompt. */
function stepUpOf(details: Readonly<Record<string, unknown>>): NoReuse | undefined {
  return details.tillit_step_up as NoReuse | undefined
}
