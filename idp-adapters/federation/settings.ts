import { z } from 'zod'
import { type AdapterParts, AdapterSettingsError } from '../contract.ts'

/** Seconds that one call to a provider may take, body included. Twice what a healthy provider needs on a bad day. */
const defaultTimeoutSeconds = 5

/**
 * Settings that every OpenID provider needs. A kind extends it with `.extend({ … })`.
 *
 * PAR, PKCE S256, `private_key_jwt` and nonce are on. A provider that lacks one gets a named value here, never a boolean
 * that weakens: AD FS and Entra ID don't offer PAR, AD FS takes RS256 only. `exceptions.ts` names them for the operator.
 */
export const federationSettings = z.strictObject({
  /** `iss` of the provider, byte for byte; discovery is read below it. */
  issuer: z.url({ protocol: /^https?$/ }),
  /** What the provider calls the broker. */
  client_id: z.string().min(1),
  scope: z.string().regex(/^openid( \S+)*$/, 'must begin with openid'),
  /** `not_supported` sends the request through the browser (RFC 9126 is not available at this provider). */
  par: z.enum(['required', 'not_supported']).default('required'),
  /** How the broker signs its client assertion. The key file's `alg` must say the same. RS256 is a named exception. */
  client_assertion_alg: z.enum(['ES256', 'PS256', 'RS256']).default('ES256'),
  timeout_seconds: z.number().positive().max(30).default(defaultTimeoutSeconds),
})

export type FederationSettings = z.output<typeof federationSettings>

/**
 * Parses the settings of one provider and judges its issuer for this environment.
 * @throws {AdapterSettingsError} with every problem found; the values of unknown keys are never shown.
 */
export function parseSettings<Schema extends z.ZodType<FederationSettings>>(
  schema: Schema,
  settings: unknown,
  environment: AdapterParts['environment'],
): z.output<Schema> {
  const result = schema.safeParse(settings)
  if (!result.success) {
    throw new AdapterSettingsError(
      result.error.issues.map((issue) => ({
        path: issue.path.join('.') || '(settings)',
        found: issue.code === 'unrecognized_keys' ? issue.keys.join(', ') : describe(settings, issue.path),
        allowed: issue.message,
      })),
    )
  }
  const { issuer } = result.data
  if (new URL(issuer).protocol === 'http:' && !allowsInsecureRequests(issuer, environment)) {
    const allowed = environment === 'production' ? 'https:' : 'https:, or http: to a loopback address'
    throw new AdapterSettingsError([{ path: 'issuer', found: issuer, allowed }])
  }
  return result.data
}

/** Plain http is for the simulators only: a loopback issuer, outside production. */
export function allowsInsecureRequests(address: string, environment: AdapterParts['environment']): boolean {
  const { protocol, hostname } = new URL(address)
  return environment !== 'production' && protocol === 'http:' && isLoopback(hostname)
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname)
}

function describe(settings: unknown, path: readonly PropertyKey[]): string {
  let value: unknown = settings
  for (const key of path) {
    value = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
  }
  return value === undefined ? 'nothing' : (JSON.stringify(value)?.slice(0, 80) ?? typeof value)
}
