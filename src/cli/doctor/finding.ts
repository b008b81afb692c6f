/** What one check has found: one line of `tillit doctor`. */
export interface Finding {
  /** Stable name of what was looked at, for scripts. */
  readonly check: string
  readonly state: 'ok' | 'warn' | 'bad'
  /** What is. One line. */
  readonly text: string
  /** What to do; there unless all is well. */
  readonly todo?: string
}

/** All is well. */
export function ok(check: string, text: string): Finding {
  return { check, state: 'ok', text }
}

/** It works, and somebody should know. */
export function warn(check: string, text: string, todo: string): Finding {
  return { check, state: 'warn', text, todo }
}

/** It does not work, or is not safe. */
export function bad(check: string, text: string, todo: string): Finding {
  return { check, state: 'bad', text, todo }
}
