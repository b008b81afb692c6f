/** The only place that reads the system clock. Tests inject another. */
export interface Clock {
  /** Milliseconds since the epoch. */
  nowMilliseconds(): number
  /** Whole seconds since the epoch, as JWTs count (RFC 7519 section 2, NumericDate). */
  nowSeconds(): number
}

export const systemClock: Clock = {
  nowMilliseconds: () => Date.now(),
  nowSeconds: () => Math.floor(Date.now() / 1000),
}
