import { type Logger, pino } from 'pino'
import { currentCorrelationId } from './correlation.ts'

export type Log = Logger

/**
 * JSON lines on the given stream, each with the correlation id of the request under way.
 *
 * Callers log named fields of their own choosing and never a model, header, body or error object of a library, for
 * those carry tokens. {@link redact} is the net under that rule, not the rule.
 */
export function createLog(options: { readonly level: string; readonly destination?: NodeJS.WritableStream }): Log {
  const settings = {
    level: options.level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    mixin: () => {
      const id = currentCorrelationId()
      return id === undefined ? {} : { correlation_id: id }
    },
    hooks: {
      streamWrite: redact,
    },
  }
  return options.destination === undefined ? pino(settings) : pino(settings, options.destination)
}

// Three dot-separated base64url parts of which the first two begin as JSON objects do: a JWT.
const jwtPattern = /eyJ[\w-]{8,}\.eyJ[\w-]*\.?[\w-]*/g
const elevenDigits = /(?<!\d)\d{11}(?!\d)/g

/** Takes anything that looks like a JWT or a national identity number out of a line of log. */
export function redact(line: string): string {
  return line.replace(jwtPattern, '[jwt]').replace(elevenDigits, '[11 digits]')
}
