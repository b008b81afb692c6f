import { randomBytes } from 'node:crypto'
import type { DPoPHandle, IDToken } from 'openid-client'
import type { Service } from './services.ts'

/** A login that was begun and has not come back yet. */
export interface PendingLogin {
  readonly service: Service
  /** The browser that began it. Only that browser may finish it. */
  readonly browser: string
  readonly codeVerifier: string
  readonly nonce: string
  readonly proofs: DPoPHandle
}

/** Somebody who is logged in to one service. Tokens stay here, on the server; the browser has a random number only. */
export interface Session {
  /** From the ID token of the login: this person, at this level, until the session ends. */
  readonly person: IDToken
  /** Signs DPoP proofs with the key that the tokens are bound to. */
  readonly proofs: DPoPHandle
  /** Comes back unchanged from a logout, and shows that it was ours. */
  readonly logoutState: string
  idToken: string
  accessToken: string
  refreshToken: string | undefined
  /** What happened last, shown once. */
  notice: Notice | undefined
}

export interface Notice {
  readonly isError: boolean
  readonly title: string
  readonly text: string
}

/** Seconds. A login takes minutes, a working day eight hours. */
const pendingSeconds = 600
export const sessionSeconds = 8 * 3600

/** Random entries that expire. In memory: they end with the process. A real service shares them between its nodes. */
export class Expiring<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly expiresAt: number }>()
  readonly #seconds: number

  constructor(seconds: number) {
    this.#seconds = seconds
  }

  add(value: T, key = randomBytes(32).toString('base64url')): string {
    const now = Date.now()
    // Oldest first: a Map keeps its order, and every entry lives equally long.
    for (const [old, { expiresAt }] of this.#entries) {
      if (expiresAt > now) break
      this.#entries.delete(old)
    }
    this.#entries.set(key, { value, expiresAt: now + this.#seconds * 1000 })
    return key
  }

  get(key: string | undefined): T | undefined {
    const entry = key === undefined ? undefined : this.#entries.get(key)
    return entry !== undefined && entry.expiresAt > Date.now() ? entry.value : undefined
  }

  /** Removes the entry and gives it, once. */
  take(key: string | undefined): T | undefined {
    const value = this.get(key)
    if (key !== undefined) this.#entries.delete(key)
    return value
  }
}

export const newPendingLogins = () => new Expiring<PendingLogin>(pendingSeconds)
export const newSessions = () => new Expiring<Session>(sessionSeconds)
