import type { Interaction, KoaContextWithOIDC } from 'oidc-provider'
import type { UnitOfWork } from '#src/store/unit-of-work.ts'
import { isRequestSpent, requestIdOf } from './spent-request.ts'

/**
 * What we still know of a login when the engine has forgotten it: which service it was for, and, as long as the service
 * has had no answer, how one reaches it. Kept beside the interaction, and longer.
 */
export interface WayBack {
  readonly clientId: string
  /** Digest of the browser that began the login. */
  readonly browser: string
  readonly uiLocales?: string
  /** Epoch seconds at which the login itself ends. */
  readonly loginExpiresAt: number
  /** Epoch seconds at which this record ends. */
  readonly expiresAt: number
  /** Checked against the registry when the login began. Absent: the service has had its answer. */
  readonly answer?: { readonly redirectUri: string; readonly responseMode?: string; readonly state?: string }
  readonly outcome?: 'completed' | 'refused'
  /** The pushed request, which other windows may have loaded too. */
  readonly request?: string
}

/** Seconds that it outlives the login: whoever comes back from a meal still finds the way. */
export const wayBackSeconds = 2 * 3600

const kind = 'login-way-back'
const leftKind = 'login-left'

/** Keeps the way back of a login that begins, in the unit of the request. */
export function keepWayBack(
  unit: UnitOfWork,
  ctx: KoaContextWithOIDC,
  interaction: Interaction,
  parts: { readonly browser: string; readonly nowSeconds: number },
): void {
  const { client_id, redirect_uri, response_mode, state, ui_locales } = interaction.params
  const redirectUri = text(redirect_uri) ?? ctx.oidc.client?.redirectUris?.[0]
  if (redirectUri === undefined) return
  put(
    unit,
    interaction.uid,
    {
      clientId: String(client_id),
      browser: parts.browser,
      loginExpiresAt: interaction.exp,
      expiresAt: interaction.exp + wayBackSeconds,
      ...defined({ uiLocales: text(ui_locales), request: requestIdOf(interaction) }),
      answer: { redirectUri, ...defined({ responseMode: text(response_mode), state: text(state) }) },
    },
    parts.nowSeconds,
  )
}

/** A login that was finished in another window is finished in this one too. */
export async function findWayBack(unit: UnitOfWork, uid: string): Promise<WayBack | undefined> {
  // Written by keepWayBack and closeWayBack alone, and sealed.
  const found = (await unit.get(kind, uid)) as WayBack | undefined
  if (found?.answer === undefined || !(await isRequestSpent(unit, found.request))) return found
  const { answer: _answer, ...rest } = found
  return { ...rest, outcome: 'completed' }
}

/** The service gets its answer: no second one may follow. Of two at once one alone is committed. */
export async function closeWayBack(
  unit: UnitOfWork,
  uid: string,
  outcome: 'completed' | 'refused',
  nowSeconds: number,
): Promise<void> {
  const found = await findWayBack(unit, uid)
  if (found === undefined) return
  const { answer: _answer, ...rest } = found
  unit.requireUnchanged(kind, uid, { reason: 'page_expired', again: true })
  unit.requireAbsent(leftKind, uid, { reason: 'page_expired', again: true })
  put(unit, uid, { ...rest, outcome }, nowSeconds)
}

/**
 * Takes the way back that {@link findWayBack} gave in this unit. It does not exclude itself, for a second click comes to the
 * same answer; but of this and {@link closeWayBack} one alone is committed.
 */
export function takeWayBack(unit: UnitOfWork, uid: string, ttlSeconds: number): void {
  unit.requireUnchanged(kind, uid, { reason: 'page_expired' })
  unit.claim(leftKind, uid, ttlSeconds, { reason: 'login_expired' })
}

function put(unit: UnitOfWork, uid: string, wayBack: WayBack, nowSeconds: number): void {
  unit.put(kind, uid, wayBack, Math.max(1, wayBack.expiresAt - nowSeconds))
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** Without the members that are undefined. */
function defined<Key extends string>(members: Readonly<Record<Key, string | undefined>>): { [key in Key]?: string } {
  const entries = Object.entries<string | undefined>(members).filter(([, value]) => value !== undefined)
  // The entries are those of `members`.
  return Object.fromEntries(entries) as { [key in Key]?: string }
}
