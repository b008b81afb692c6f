/** Single sign-on: idle and absolute limits in seconds. */
export interface SessionLimits {
  readonly sessionIdleSeconds: number
  readonly sessionAbsoluteSeconds: number
}

/**
 * Seconds that a session may live from now: idle limit, never past the absolute one counted from the latest login.
 * At least 1, because the engine takes no other number; such a session is gone at the next request.
 */
export function sessionSeconds(loginTs: number | undefined, nowSeconds: number, limits: SessionLimits): number {
  if (loginTs === undefined) return limits.sessionIdleSeconds
  const untilEnd = loginTs + limits.sessionAbsoluteSeconds - nowSeconds
  return Math.max(1, Math.min(limits.sessionIdleSeconds, untilEnd))
}
