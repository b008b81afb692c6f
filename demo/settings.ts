import { z } from 'zod'

/** Where everything is. Origins and the issuer are without a trailing slash. */
export interface DemoSettings {
  readonly issuer: string
  readonly demoUrl: string
  readonly demoApiUrl: string
  readonly servicePort: number
  readonly apiPort: number
  /** Origins, beside the issuer, that a logout may pass on its way back to us (see service/page-policy.ts). */
  readonly logoutOrigins: readonly string[]
}

/** The highest port, less those that stand beside the broker's own. */
const highestPort = 65_526
const origin = z.url({ protocol: /^https?$/ }).transform((url) => new URL(url).origin)
const environment = z.object({
  TILLIT_PORT: z.coerce.number().int().min(1).max(highestPort).default(3000),
  TILLIT_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  TILLIT_DEMO_URL: origin.optional(),
  TILLIT_DEMO_API_URL: origin.optional(),
  TILLIT_SIMULATORS_URL: origin.optional(),
})

/** Reads `TILLIT_PORT`, `TILLIT_ISSUER`, `TILLIT_DEMO_URL`, `TILLIT_DEMO_API_URL`. @throws {z.ZodError} with every problem. */
export function readSettings(env: NodeJS.ProcessEnv): DemoSettings {
  const read = environment.parse(env)
  const port = read.TILLIT_PORT
  const demoUrl = read.TILLIT_DEMO_URL ?? `http://localhost:${port + 2}`
  const demoApiUrl = read.TILLIT_DEMO_API_URL ?? `http://localhost:${port + 3}`
  return {
    issuer: (read.TILLIT_ISSUER ?? `http://localhost:${port}`).replace(/\/$/, ''),
    demoUrl,
    demoApiUrl,
    servicePort: Number(new URL(demoUrl).port) || port + 2,
    apiPort: Number(new URL(demoApiUrl).port) || port + 3,
    logoutOrigins: [read.TILLIT_SIMULATORS_URL ?? `http://localhost:${port + 1}`],
  }
}

/** Whether a URL names this machine: only then is plain http good enough for tokens. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url)
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1' || hostname === '[::1]'
}
